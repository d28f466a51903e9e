import { flushPromises, shallowMount, type VueWrapper } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import ExchangePanel from '@/pages/system/ExchangePanel.vue'
import ImportResult from '@/pages/system/ImportResult.vue'

vi.mock('@/api/client', () => ({ api: { POST: vi.fn() }, unwrap: (answer: unknown) => answer }))

it('shows no preview of a file that was changed before it came, and what was written in any case', async () => {
  const panel = shallowMount(ExchangePanel, { global: { plugins: [i18n], renderStubDefaultSlot: true } })
  const type = async (yaml: string) => {
    panel.findComponent<VueWrapper>('[name=yaml]').vm.$emit('update:modelValue', yaml)
    await flushPromises()
  }
  const preview = () => panel.findAllComponents({ name: 'ElButton' })[2]!.vm.$emit('click')
  const answered = () => {
    let answer = () => {}
    const answers = new Promise((resolve) => (answer = () => resolve({ items: [] })))
    vi.mocked(api.POST).mockReturnValueOnce(answers as never)
    return async () => {
      answer()
      await flushPromises()
    }
  }

  await type('one')
  const first = answered()
  preview()
  await type('two')
  await first()
  expect(panel.findComponent(ImportResult).exists()).toBe(false)

  const second = answered()
  preview()
  await second()
  expect(panel.findComponent(ImportResult).props('isPreview')).toBe(true)

  const third = answered()
  panel.findComponent({ name: 'ElForm' }).vm.$emit('submit', new Event('submit'))
  await type('three')
  await third()
  expect(panel.findComponent(ImportResult).props('isPreview')).toBe(false)
  expect(vi.mocked(api.POST).mock.lastCall).toEqual([
    '/api/v1/tasks/import',
    { body: { yaml: 'two', mode: 'SKIP', dryRun: false } },
  ])
})
