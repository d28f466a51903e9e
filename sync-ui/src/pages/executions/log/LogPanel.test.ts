import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import { i18n } from '@/app/i18n'
import { LogBook } from '@/pages/executions/log/logBook'
import LogLines from '@/pages/executions/log/LogLines.vue'
import LogPanel from '@/pages/executions/log/LogPanel.vue'

const empty = { items: [], total: 0, next: 1, more: false }

describe('a log', () => {
  function opened(isRunning: boolean) {
    const panel = mount(LogPanel, {
      props: { book: new LogBook(async () => empty), isRunning, isBroken: false },
      global: { plugins: [createPinia(), i18n] },
    })
    return { panel, isFollowed: () => panel.findComponent(LogLines).props('following') }
  }

  it('is followed as soon as it is known that it is being written', async () => {
    const { panel, isFollowed } = opened(false)
    expect(isFollowed()).toBe(false)
    await panel.setProps({ isRunning: true })
    expect(isFollowed()).toBe(true)
  })

  it('is no longer followed where somebody has paused, also when it ends', async () => {
    const { panel, isFollowed } = opened(true)
    expect(isFollowed()).toBe(true)
    await panel.find('[aria-pressed=true]').trigger('click')
    expect(isFollowed()).toBe(false)
    await panel.setProps({ isRunning: false })
    await flushPromises()
    expect(isFollowed()).toBe(false)
  })
})
