import { flushPromises, shallowMount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import RegistryPanel from '@/pages/registries/RegistryPanel.vue'
import VerdictList from '@/pages/registries/VerdictList.vue'
import { remember, verdicts } from '@/pages/registries/verdicts'
import FormPanel from '@/ui/form/FormPanel.vue'
import type { RegistryVerdict, RegistryView } from '@api/schema'

vi.mock('@/api/client', () => ({ api: { POST: vi.fn(), PUT: vi.fn() }, unwrap: (answer: unknown) => answer }))

describe('the verdict of a test', () => {
  const stored = {
    id: 7,
    version: 3,
    name: 'harbor',
    type: 'harbor',
    url: 'https://harbor.example.com',
  } as RegistryView
  const verdict = { usable: true, planes: [] } as unknown as RegistryVerdict
  let answer: (verdict: RegistryVerdict) => void

  beforeEach(() => {
    verdicts.clear()
    vi.mocked(api.POST).mockReturnValue(new Promise((resolve) => (answer = resolve as typeof answer)) as never)
    vi.mocked(api.PUT).mockResolvedValue(stored as never)
  })

  function opened() {
    const slots = { template: '<div><slot /><slot name="footer" /></div>' }
    const panel = shallowMount(RegistryPanel, {
      props: { types: [], registry: stored, modelValue: true },
      global: { plugins: [i18n, createPinia()], renderStubDefaultSlot: true, stubs: { FormPanel: slots } },
    })
    const type = async (field: string, text: string) => {
      panel.findComponent<VueWrapper>(`[name=${field}]`).vm.$emit('update:modelValue', text)
      await panel.vm.$nextTick()
    }
    const test = () => panel.findComponent({ name: 'ElButton' }).vm.$emit('click')
    const save = async () => {
      panel.findComponent(FormPanel).vm.$emit('save')
      await flushPromises()
    }
    const isShown = () => panel.findComponent(VerdictList).exists()
    return { type, test, save, isShown }
  }

  it('is shown and kept, also when the registry gets another name', async () => {
    const { type, test, save, isShown } = opened()
    test()
    await type('registry-name', 'another')
    answer(verdict)
    await flushPromises()
    expect(isShown()).toBe(true)
    await save()
    expect(verdicts.get(stored.id)?.verdict).toEqual(verdict)
  })

  it('is dropped where the address or what was pushed to changes before it comes', async () => {
    for (const field of ['registry-url', 'push-to']) {
      const { type, test, save, isShown } = opened()
      test()
      await type(field, 'https://other.example.com')
      answer(verdict)
      await flushPromises()
      expect(isShown(), field).toBe(false)
      await save()
      expect(verdicts.size, field).toBe(0)
    }
  })

  it('is forgotten when another connection is saved without a test, and only then', async () => {
    remember(stored.id, verdict)
    const { type, save } = opened()
    await type('registry-name', 'another')
    await save()
    expect(verdicts.size).toBe(1)
    await type('registry-url', 'https://other.example.com')
    await save()
    expect(verdicts.size).toBe(0)
  })
})
