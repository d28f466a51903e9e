import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { i18n } from '@/app/i18n'
import TimeText from '@/ui/value/TimeText.vue'

describe('how long ago something was', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-03-01T10:00:00Z'), toFake: ['Date', 'setInterval', 'clearInterval'] })
    localStorage.setItem('registry-sync.language', 'en')
  })
  afterEach(() => vi.useRealTimers())

  const shown = () =>
    mount(TimeText, {
      props: { at: '2026-03-01T09:58:00Z', relative: true },
      global: { plugins: [createPinia(), i18n] },
    })

  it('goes on by itself, by one clock for all', async () => {
    const [one, other] = [shown(), shown()]
    expect(one.text()).toBe('2 minutes ago')
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(180_000)
    await nextTick()
    expect([one.text(), other.text()]).toEqual(['5 minutes ago', '5 minutes ago'])
    one.unmount()
    expect(vi.getTimerCount()).toBe(1)
    other.unmount()
    expect(vi.getTimerCount()).toBe(0)
  })
})
