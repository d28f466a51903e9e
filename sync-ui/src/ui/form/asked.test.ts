import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { useAsked } from '@/ui/form/asked'

describe('a question that is asked while people type', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  function asking() {
    const answers: { signal: AbortSignal; answer: (text: string) => void; fail: (failure: Error) => void }[] = []
    const scope = effectScope()
    const asked = scope.run(() =>
      useAsked<string>((signal) => new Promise((answer, fail) => answers.push({ signal, answer, fail })), 100),
    )!
    return { asked, answers, scope }
  }

  it('is asked once, when they pause', async () => {
    const { asked, answers } = asking()
    asked.soon()
    await vi.advanceTimersByTimeAsync(60)
    asked.soon()
    await vi.advanceTimersByTimeAsync(60)
    expect(answers).toHaveLength(0)
    expect(asked.isLoading.value).toBe(true)
    await vi.advanceTimersByTimeAsync(60)
    expect(answers).toHaveLength(1)
  })

  it('drops the answer to the earlier one, and cancels it', async () => {
    const { asked, answers } = asking()
    void asked.now()
    void asked.now()
    expect(answers[0]!.signal.aborted).toBe(true)
    answers[1]!.answer('second')
    await vi.advanceTimersByTimeAsync(0)
    answers[0]!.answer('first')
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.data.value).toBe('second')
    expect(asked.isLoading.value).toBe(false)
  })

  it('keeps the last answer beside a problem, until it is forgotten', async () => {
    const { asked, answers } = asking()
    void asked.now()
    answers[0]!.answer('good')
    await vi.advanceTimersByTimeAsync(0)
    void asked.now()
    answers[1]!.fail(new Error('no'))
    await vi.advanceTimersByTimeAsync(0)
    expect([asked.data.value, asked.problem.value?.message]).toEqual(['good', 'no'])
    asked.forget()
    expect([asked.data.value, asked.problem.value]).toEqual([undefined, undefined])
  })

  it('ends with its page', () => {
    const { asked, answers, scope } = asking()
    void asked.now()
    scope.stop()
    expect(answers[0]!.signal.aborted).toBe(true)
  })
})
