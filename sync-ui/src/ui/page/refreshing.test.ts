import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import { useRefreshing } from '@/ui/page/refreshing'

const MINUTE = 60_000

describe('what is asked for again', () => {
  const reload = vi.fn(async () => undefined)
  const hidden = vi.spyOn(document, 'hidden', 'get')
  let isUnderWay: boolean
  let scope: EffectScope

  beforeEach(() => {
    vi.useFakeTimers()
    reload.mockClear()
    hidden.mockReturnValue(false)
    isUnderWay = false
    scope = effectScope()
    scope.run(() => useRefreshing(reload, () => isUnderWay))
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('is so every few seconds while something is under way', async () => {
    isUnderWay = true
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(reload).toHaveBeenCalledTimes(12)
  })

  it('is so once a minute where nothing is, since something may begin by itself', async () => {
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(reload).toHaveBeenCalledTimes(3)
  })

  it('is not where nobody looks, and soon when somebody does again', async () => {
    hidden.mockReturnValue(true)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(reload).not.toHaveBeenCalled()
    hidden.mockReturnValue(false)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('is not any more when the page is gone', async () => {
    scope.stop()
    await vi.advanceTimersByTimeAsync(3 * MINUTE)
    expect(reload).not.toHaveBeenCalled()
  })
})
