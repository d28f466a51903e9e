import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { api } from '@/api/client'
import { Problem } from '@/api/problem'
import { i18n } from '@/app/i18n'
import type { Draft, TaskSettings } from '@/pages/tasks/drafts'
import { formOf } from '@/pages/tasks/form/taskForm'
import { hindersPreview, missingIn, provideWizard, type Wizard } from '@/pages/tasks/wizard/wizard'
import type { TaskView } from '@api/schema'

vi.mock('@/api/client', () => ({
  api: { POST: vi.fn(), GET: vi.fn(async () => ({ items: [], total: 0 })) },
  unwrap: (answer: unknown) => answer,
}))
const SPEC = { name: 'a', source: { registry: 'hub' }, targets: [{ registry: 'harbor' }] }

describe('what is missing', () => {
  it('is a channel where messages are wanted, which can be previewed without', () => {
    const form = formOf(SPEC)
    form.notification.on = true
    expect(missingIn(form).map(({ path }) => path)).toEqual(['notification.channels'])
    expect(missingIn(form).some(hindersPreview)).toBe(false)
    form.notification.channels = ['ops']
    expect(missingIn(form)).toEqual([])
  })

  it('is a registry, without which nothing can be previewed', () => {
    expect(missingIn(formOf({ ...SPEC, source: {} })).some(hindersPreview)).toBe(true)
  })
})

describe('a wizard', () => {
  const post = vi.mocked(api.POST)

  beforeEach(() => {
    vi.useFakeTimers()
    post.mockReset()
    post.mockResolvedValue({ counts: {} } as never)
  })
  afterEach(() => {
    vi.useRealTimers()
    i18n.global.locale.value = 'zh'
  })

  async function opened(draft: Draft = { spec: SPEC }, task?: TaskView): Promise<Wizard> {
    let wizard: Wizard | undefined
    const page = defineComponent(() => {
      wizard = provideWizard(draft, task)
      return () => null
    })
    mount(page, { global: { plugins: [i18n] } })
    await vi.advanceTimersByTimeAsync(1000)
    return wizard!
  }

  it('asks again for what was changed', async () => {
    const wizard = await opened()
    wizard.form.tags.newest = 3
    await vi.advanceTimersByTimeAsync(1000)
    expect(post).toHaveBeenCalledTimes(2)
  })

  it('shows no plan, and no complaint, of what was changed while it is not to ask by itself', async () => {
    const wizard = await opened()
    wizard.preview.isAutomatic.value = false
    await vi.advanceTimersByTimeAsync(1000)
    expect(wizard.preview.data.value).toBeDefined()

    post.mockRejectedValue(new Problem(400, 'spec', 'wrong', '', [{ path: 'tags.include', message: 'wrong' }]))
    await wizard.preview.now()
    expect(wizard.errors.value).toHaveLength(1)
    wizard.form.tags.newest = 3
    await vi.advanceTimersByTimeAsync(1000)
    expect([wizard.preview.data.value, wizard.errors.value]).toEqual([undefined, []])
    expect(post).toHaveBeenCalledTimes(2)
  })

  it('goes on with what was left of a task, which is not stored yet', async () => {
    const known: Partial<TaskView> = { id: 7, version: 3, spec: SPEC, priority: 0, parallelism: 4, overlap: 'REFUSE' }
    const task = known as TaskView
    const settings: TaskSettings = { priority: 3, parallelism: 2, overlap: 'QUEUE' }
    expect((await opened({ spec: SPEC }, task)).isChanged.value).toBe(false)

    const renamed = await opened({ spec: { ...SPEC, name: 'b' } }, task)
    expect([renamed.form.name, renamed.isChanged.value]).toEqual(['b', true])
    const set = await opened({ spec: SPEC, settings }, task)
    expect([set.settings, set.isChanged.value]).toEqual([settings, true])
  })

  it('says that the name is taken in the language of the page', async () => {
    const wizard = await opened()
    wizard.refusal.value = new Problem(409, 'name_taken', 'another task is called so')
    const inChinese = wizard.errors.value
    i18n.global.locale.value = 'en'
    expect(wizard.errors.value).toEqual([{ path: 'name', message: i18n.global.t('wizard.nameTaken') }])
    expect(wizard.errors.value).not.toEqual(inChinese)
  })
})
