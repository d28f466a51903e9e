import { flushPromises, shallowMount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { computed, reactive } from 'vue'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import { formOf, specOf } from '@/pages/tasks/form/taskForm'
import FilterTester from '@/pages/tasks/wizard/FilterTester.vue'
import TrialResult from '@/pages/tasks/wizard/TrialResult.vue'
import type * as Wizard from '@/pages/tasks/wizard/wizard'

vi.mock('@/api/client', () => ({ api: { POST: vi.fn() }, unwrap: (answer: unknown) => answer }))
const wizard = vi.hoisted(() => ({ current: {} as unknown }))
vi.mock('@/pages/tasks/wizard/wizard', async (original) => ({
  ...(await original<typeof Wizard>()),
  useWizard: () => wizard.current,
}))

describe('a trial of the rules', () => {
  let answers: ((trial: object) => void)[]

  beforeEach(() => {
    answers = []
    vi.mocked(api.POST).mockReset()
    vi.mocked(api.POST).mockImplementation((() => new Promise((answer) => answers.push(answer))) as never)
  })

  function shown() {
    const form = reactive(formOf({ source: { registry: 'hub', project: 'library', repository: 'nginx' } }))
    const spec = computed(() => specOf(form, {}))
    wizard.current = { form, spec, registries: { named: () => ({ id: 3 }) } }
    const tester = shallowMount(FilterTester, { global: { plugins: [i18n] } })
    const name = () => tester.findComponent<VueWrapper>('[name=test-repository]')
    const enter = async () => {
      name().vm.$emit('keydown', new KeyboardEvent('keydown', { key: 'Enter' }))
      await flushPromises()
    }
    const type = async (text: string) => {
      name().vm.$emit('update:modelValue', text)
      await flushPromises()
    }
    const isShown = () => tester.findComponent(TrialResult).exists()
    return { form, enter, type, isShown }
  }

  it('begins with Enter', async () => {
    const { enter, isShown } = shown()
    await enter()
    expect(vi.mocked(api.POST).mock.lastCall?.[1]).toMatchObject({ body: { registry: 3, repository: 'library/nginx' } })
    answers[0]!({})
    await flushPromises()
    expect(isShown()).toBe(true)
  })

  it('is not shown for another repository', async () => {
    const { enter, type, isShown } = shown()
    await enter()
    await type('redis')
    answers[0]!({})
    await flushPromises()
    expect(isShown()).toBe(false)
  })

  it('is about the repository that Enter chooses', async () => {
    const { enter, type } = shown()
    const entered = enter()
    const chosen = type('redis')
    await Promise.all([entered, chosen])
    expect(vi.mocked(api.POST).mock.lastCall?.[1]).toMatchObject({ body: { repository: 'library/redis' } })
  })

  it('follows rules that change before the first answer', async () => {
    vi.useFakeTimers()
    const { form, enter } = shown()
    await enter()
    form.tags.include = ['^1']
    await vi.advanceTimersByTimeAsync(1000)
    vi.useRealTimers()
    expect(vi.mocked(api.POST).mock.lastCall?.[1]).toMatchObject({ body: { tags: { include: ['^1'] } } })
  })
})
