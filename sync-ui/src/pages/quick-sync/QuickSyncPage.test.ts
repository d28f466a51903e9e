import { flushPromises, shallowMount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import QuickSyncForm from '@/pages/quick-sync/QuickSyncForm.vue'
import QuickSyncPage from '@/pages/quick-sync/QuickSyncPage.vue'

vi.mock('@/api/client', () => ({ api: { POST: vi.fn() }, unwrap: (answer: unknown) => answer }))
vi.mock('vue-router', () => ({ useRouter: () => ({ push: () => new Promise(() => {}) }) }))

describe('a quick sync', () => {
  const post = vi.mocked(api.POST)
  const runs = () => post.mock.calls.filter((call: unknown[]) => call[0] === '/api/v1/quick-sync').length

  beforeEach(() => {
    vi.useFakeTimers()
    post.mockReset()
    post.mockImplementation((async (path: string) =>
      path.endsWith('/preview') ? { valid: true, images: [] } : { execution: 7 }) as never)
  })
  afterEach(() => void vi.useRealTimers())

  async function filledIn() {
    const page = shallowMount(QuickSyncPage, { global: { plugins: [i18n], renderStubDefaultSlot: true } })
    const form = page.findComponent(QuickSyncForm)
    const type = async (images: string) => {
      Object.assign(form.props('modelValue'), { images, registry: 'harbor' })
      await page.vm.$nextTick()
    }
    await type('nginx')
    await vi.advanceTimersByTimeAsync(1000)
    return { form, type }
  }

  it('is started once, however often Ctrl+Enter is pressed', async () => {
    const { form } = await filledIn()
    form.vm.$emit('submit')
    form.vm.$emit('submit')
    await flushPromises()
    form.vm.$emit('submit')
    expect(runs()).toBe(1)
  })

  it('does not run a line that was not looked at', async () => {
    const { form, type } = await filledIn()
    await type('nginx\nredis')
    form.vm.$emit('submit')
    expect(runs()).toBe(0)
    await vi.advanceTimersByTimeAsync(1000)
    form.vm.$emit('submit')
    expect(runs()).toBe(1)
  })
})
