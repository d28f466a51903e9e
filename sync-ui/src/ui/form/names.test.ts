import { flushPromises, mount, shallowMount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { i18n } from '@/app/i18n'
import NameInput from '@/ui/form/NameInput.vue'
import NamesSelect from '@/ui/form/NamesSelect.vue'
import UnlistedNote from '@/ui/form/UnlistedNote.vue'

/** A registry that answers when it is told to. */
function slow() {
  const answers: ((names: string[]) => void)[] = []
  const refusals: ((failure: Error) => void)[] = []
  const find = () =>
    new Promise<string[]>((answer, refuse) => {
      answers.push(answer)
      refusals.push(refuse)
    })
  return { find, answers, refusals }
}

describe('several names', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function choosing(find: () => Promise<string[]>) {
    const select = shallowMount(NamesSelect, {
      props: { find, label: 'names', modelValue: [] },
      global: { plugins: [i18n], renderStubDefaultSlot: true },
    })
    const open = () => select.findComponent({ name: 'ElSelect' }).vm.$emit('visible-change', true)
    const offered = () => select.findAllComponents({ name: 'ElOption' }).map((option) => option.props('value'))
    return { select, open, offered }
  }

  it('are those of the registry that is chosen now', async () => {
    const [one, other] = [slow(), slow()]
    const { select, open, offered } = choosing(one.find)
    open()
    await select.setProps({ find: other.find })
    one.answers[0]!(['of the first'])
    await flushPromises()
    expect(offered()).toEqual([])
    open()
    other.answers[0]!(['of the second'])
    await flushPromises()
    expect(offered()).toEqual(['of the second'])
  })

  it('are not looked for in the one that was chosen before', async () => {
    const [one, other] = [slow(), slow()]
    const { select } = choosing(one.find)
    select.findComponent({ name: 'ElSelect' }).props('remoteMethod')('text')
    await select.setProps({ find: other.find })
    await vi.advanceTimersByTimeAsync(1000)
    expect(one.answers.length + other.answers.length).toBe(0)
  })

  it('say what was wrong with the one that is chosen, and no longer with another one', async () => {
    const one = slow()
    const { select, open } = choosing(one.find)
    open()
    one.refusals[0]!(new Error('no'))
    await flushPromises()
    expect(select.findComponent(UnlistedNote).exists()).toBe(true)
    await select.setProps({ find: slow().find })
    expect(select.findComponent(UnlistedNote).exists()).toBe(false)
  })
})

describe('a name', () => {
  function typing(find: () => Promise<string[]>) {
    const input = shallowMount(NameInput, {
      props: { find, label: 'name', modelValue: '' },
      global: { plugins: [i18n] },
    })
    const ask = (text: string) => {
      const show = vi.fn()
      input.findComponent({ name: 'ElAutocomplete' }).props('fetchSuggestions')(text, show)
      return show
    }
    return { input, ask }
  }

  it('is proposed for what was typed last', async () => {
    const { find, answers } = slow()
    const { ask } = typing(find)
    const [first, second] = [ask('a'), ask('ab')]
    answers[1]!(['abc'])
    await flushPromises()
    answers[0]!(['axe'])
    await flushPromises()
    expect(second).toHaveBeenCalledExactlyOnceWith([{ value: 'abc' }])
    expect(first).not.toHaveBeenCalled()
  })

  it('is not proposed from another registry', async () => {
    const { find, answers } = slow()
    const { input, ask } = typing(find)
    const show = ask('a')
    await input.setProps({ find: slow().find })
    answers[0]!(['abc'])
    await flushPromises()
    expect(show).toHaveBeenCalledExactlyOnceWith([])
  })

  it('hands keys to whoever listens', async () => {
    const pressed = vi.fn()
    const input = mount(NameInput, {
      props: { find: undefined, label: 'name', modelValue: '' },
      attrs: { onKeydown: pressed },
      global: { plugins: [i18n] },
    })
    await input.find('input').trigger('keydown', { key: 'Enter' })
    expect(pressed).toHaveBeenCalledOnce()
  })
})
