import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { i18n } from '@/app/i18n'
import FormPanel from '@/ui/form/FormPanel.vue'

describe('a form', () => {
  afterEach(() => void (document.body.innerHTML = ''))

  async function opened(props: { isBusy: boolean; small?: boolean; dismiss?: string }) {
    const panel = mount(FormPanel, {
      props: { title: 'a form', modelValue: true, ...props },
      global: { plugins: [i18n] },
      attachTo: document.body,
    })
    await nextTick()
    /** Escape, and the cross in the corner, ask before they close. */
    const mayClose = () => {
      const close = vi.fn()
      panel.findComponent({ name: props.small ? 'ElDialog' : 'ElDrawer' }).props('beforeClose')(close)
      return close.mock.calls.length === 1
    }
    const cancel = async () => {
      document.querySelector<HTMLButtonElement>('.buttons button:not([type=submit])')!.click()
      await nextTick()
      return panel.emitted('update:modelValue')?.length === 1
    }
    return { mayClose, cancel }
  }

  it.each([true, false])('is closed by Escape and by its button (small: %s)', async (small) => {
    const { mayClose, cancel } = await opened({ isBusy: false, small })
    expect(mayClose()).toBe(true)
    expect(await cancel()).toBe(true)
  })

  it.each([true, false])('stays open while it saves (small: %s)', async (small) => {
    const { mayClose, cancel } = await opened({ isBusy: true, small })
    expect(mayClose()).toBe(false)
    expect(await cancel()).toBe(false)
  })

  it('can be closed at any time where there is nothing to call off', async () => {
    const { mayClose, cancel } = await opened({ isBusy: true, small: true, dismiss: 'Close' })
    expect(mayClose()).toBe(true)
    expect(await cancel()).toBe(true)
  })
})
