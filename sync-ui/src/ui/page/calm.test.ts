import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useCalm } from '@/ui/page/calm'

describe('what is asked for again and again', () => {
  let scope: EffectScope
  let ends: (() => void)[]
  const action = vi.fn(() => new Promise<void>((end) => ends.push(end)))

  beforeEach(() => {
    vi.useFakeTimers()
    action.mockClear()
    ends = []
    scope = effectScope()
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })
  const calm = () => scope.run(() => useCalm(action, 1000))!

  it('is done at once, and never twice at the same time', async () => {
    const ask = calm()
    ask()
    ask()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(action).toHaveBeenCalledTimes(1)
  })

  it('is done once more after a pause, for all that was asked meanwhile', async () => {
    const ask = calm()
    ask()
    ask()
    ask()
    ends[0]!()
    await vi.advanceTimersByTimeAsync(900)
    expect(action).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(action).toHaveBeenCalledTimes(2)
    ends[1]!()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(action).toHaveBeenCalledTimes(2)
  })

  it('is not done any more when nobody is there', async () => {
    const ask = calm()
    ask()
    ask()
    scope.stop()
    ends[0]!()
    await vi.advanceTimersByTimeAsync(10_000)
    ask()
    expect(action).toHaveBeenCalledTimes(1)
  })
})
