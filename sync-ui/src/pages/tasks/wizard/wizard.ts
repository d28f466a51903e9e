import {
  computed,
  inject,
  provide,
  reactive,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type InjectionKey,
  type Ref,
} from 'vue'
import { useI18n } from 'vue-i18n'
import { api, unwrap } from '@/api/client'
import type { FieldProblem, Problem } from '@/api/problem'
import type { Draft, TaskSettings } from '@/pages/tasks/drafts'
import { adviceFor, type Advice } from '@/pages/tasks/form/advice'
import type { Spec } from '@/pages/tasks/form/spec'
import { formOf, specOf, type TaskForm } from '@/pages/tasks/form/taskForm'
import { useAsked } from '@/ui/form/asked'
import { useRegistries, type Registries } from '@/ui/form/registries'
import type { ForecastView, TaskView } from '@api/schema'

/** The steps, and the beginnings of the paths that they show. */
export const STEPS = [
  { name: 'base', paths: ['name', 'description', 'enabled'] },
  { name: 'source', paths: ['source'] },
  { name: 'target', paths: ['target', 'targets', 'mapping'] },
  { name: 'tags', paths: ['tags', 'images'] },
  { name: 'platforms', paths: ['platforms', 'index'] },
  { name: 'schedule', paths: ['schedule'] },
  { name: 'notification', paths: ['notification'] },
  { name: 'advanced', paths: ['referrers', 'digestTags', 'delete', 'limits', 'priority', 'parallelism', 'overlap'] },
] as const
export type StepName = (typeof STEPS)[number]['name']

/** The step that shows what a path names. */
export function stepOf(path: string): StepName | undefined {
  return STEPS.find(({ paths }) => paths.some((prefix) => isBelow(path, prefix)))?.name
}

export function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)
}

export interface Wizard {
  /** What is edited; nothing where a task is made. */
  task: TaskView | undefined
  form: TaskForm
  settings: TaskSettings
  spec: ComputedRef<Spec>
  isChanged: ComputedRef<boolean>
  step: Ref<StepName>
  /** Steps that were left, or saved; what is missing in them is told. */
  seen: Set<StepName>
  /** What is missing before it can be saved. */
  missing: ComputedRef<FieldProblem[]>
  errors: ComputedRef<FieldProblem[]>
  advice: ComputedRef<Advice[]>
  registries: Registries
  preview: ReturnType<typeof useAsked<ForecastView>> & { costs: Ref<boolean>; isAutomatic: Ref<boolean> }
  /** What the server said when it was saved. */
  refusal: Ref<Problem | undefined>
  /** The fields that it said it of. */
  refused: ComputedRef<FieldProblem[]>
  /** Takes another spec in place of what the form says. */
  replace: (spec: Spec) => void
}

const KEY: InjectionKey<Wizard> = Symbol('wizard')

export function useWizard(): Wizard {
  return inject(KEY)!
}

/** What can be missing while it is tried, as it does not change what would be copied. */
const LATER = ['name', 'notification.channels']
export const hindersPreview = ({ path }: FieldProblem) => !LATER.includes(path)

/** What has to be filled in yet; the words are those of the keys below {@code wizard.missing}. */
export function missingIn(form: TaskForm): FieldProblem[] {
  const found: FieldProblem[] = []
  const { source } = form
  if (form.name.trim() === '') {
    found.push({ path: 'name', message: 'name' })
  }
  if (source.kind === 'registry' && source.registry === '') {
    found.push({ path: 'source.registry', message: 'source' })
  }
  if (source.kind === 'images' && source.images.trim() === '') {
    found.push({ path: 'source.images', message: 'images' })
  }
  form.targets.forEach((target, index) => {
    if (target.registry === '') {
      found.push({ path: `targets[${index}].registry`, message: 'target' })
    }
  })
  if (form.notification.on && form.notification.channels.length === 0) {
    found.push({ path: 'notification.channels', message: 'channels' })
  }
  return found
}

/** A schedule that is made here is meant in the zone of this browser. */
function shown(spec: Spec): TaskForm {
  const form = formOf(spec)
  if (form.schedule.cron === '') {
    form.schedule.timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone
  }
  return form
}

/** The state of a wizard, for it and all its parts. */
export function provideWizard(draft: Draft, task: TaskView | undefined): Wizard {
  const { t } = useI18n()
  const stored = task?.spec ?? draft.spec
  const storedSettings: TaskSettings = {
    priority: task?.priority ?? 0,
    parallelism: task?.parallelism ?? 4,
    overlap: task?.overlap ?? 'REFUSE',
  }
  const before = JSON.stringify([specOf(shown(stored), stored), storedSettings])
  const base = shallowRef(draft.spec)
  const form = reactive(shown(draft.spec))
  const settings = reactive({ ...storedSettings, ...draft.settings })
  const spec = computed(() => specOf(form, base.value))
  const refusal = ref<Problem>()
  const refused = computed(() =>
    refusal.value?.code === 'name_taken'
      ? [{ path: 'name', message: t('wizard.nameTaken') }]
      : (refusal.value?.fields ?? []),
  )
  const missing = computed(() => missingIn(form))
  const isAutomatic = ref(true)
  const costs = ref(false)
  const step = ref<StepName>('base')
  const seen = reactive(new Set<StepName>())
  watch(step, (_, left) => seen.add(left))

  const asked = useAsked((signal) =>
    unwrap(
      api.POST('/api/v1/tasks/preview', {
        // What it is called does not matter for what it does.
        body: { spec: { ...spec.value, name: form.name.trim() || 'preview' }, costs: costs.value },
        signal,
      }),
    ),
  )
  const canPreview = computed(() => !missing.value.some(hindersPreview))
  // When it runs, and who is told, does not change what it copies; the server's complaints are wanted all the same.
  const previewed = computed(() => JSON.stringify({ ...spec.value, name: '', description: '', enabled: true }))
  watch(
    [previewed, isAutomatic, canPreview],
    ([now], [before]) => {
      refusal.value = undefined
      if (!canPreview.value) {
        asked.forget()
      } else if (isAutomatic.value) {
        asked.soon()
      } else if (now !== before) {
        asked.forget()
      }
    },
    { immediate: true },
  )
  watch(
    () => form.name,
    () => (refusal.value = undefined),
  )

  const wizard: Wizard = {
    task,
    form,
    settings,
    spec,
    step,
    seen,
    isChanged: computed(() => JSON.stringify([spec.value, settings]) !== before),
    missing,
    errors: computed(() => {
      const all = [...refused.value, ...(asked.problem.value?.fields ?? [])]
      return all.filter((each, index) => all.findIndex((other) => other.path === each.path) === index)
    }),
    advice: computed(() => adviceFor(form)),
    registries: useRegistries(),
    preview: { ...asked, costs, isAutomatic },
    refusal,
    refused,
    replace(next) {
      base.value = next
      Object.assign(form, shown(next))
    },
  }
  provide(KEY, wizard)
  return wizard
}
