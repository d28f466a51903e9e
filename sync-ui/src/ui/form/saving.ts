import { ElMessage } from 'element-plus'
import { ref, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { Problem } from '@/api/problem'
import { headline } from '@/ui/page/problems'
import { said } from '@/ui/said/said'

/**
 * What the server says of a field: as a mistake of its own, or in a sentence that begins with the field's name. That a name
 * is taken is said of {@code name}.
 */
export function fieldMessage(problem: Problem | undefined, field: string): string {
  const named = problem?.fields.find(({ path }) => path === field || path.endsWith(`.${field}`))
  if (named) {
    return said(named.message)
  }
  if (problem?.code === 'name_taken' && field === 'name') {
    return headline(problem)
  }
  return problem && new RegExp(`^${field}\\b`).test(problem.message) ? said(problem.message) : ''
}

/** Something that a form does, and what the server has against it. */
export function useSaving() {
  const problem = ref<Problem>()
  const isBusy = ref(false)

  /** @returns whether it was done */
  async function save(action: () => Promise<unknown>): Promise<boolean> {
    isBusy.value = true
    problem.value = undefined
    try {
      await action()
      return true
    } catch (failure) {
      problem.value = Problem.from(failure)
      return false
    } finally {
      isBusy.value = false
    }
  }

  const wrong = (field: string) => fieldMessage(problem.value, field)

  return { problem, isBusy, save, wrong }
}

/**
 * A form that closes when what it holds is stored.
 *
 * @param saved tells so; it is called while the form is still there, since what has gone cannot tell anything
 */
export function useStoring(isOpen: Ref<boolean>, saved: () => void) {
  const { t } = useI18n()
  const saving = useSaving()

  async function store(action: () => Promise<unknown>, said = t('forms.saved')) {
    if (await saving.save(action)) {
      ElMessage.success(said)
      saved()
      isOpen.value = false
    }
  }

  return { ...saving, store }
}
