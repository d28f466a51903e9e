import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { expiresAt, isPast } from '@/pages/system/expiry'

describe('a token', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 2, 30, 15, 0) }))
  afterEach(() => void vi.useRealTimers())

  it('can be used to the end of its last day, where the browser is', () => {
    expect(expiresAt('date', '2026-03-31')).toBe(new Date(2026, 3, 1).toISOString())
  })

  it('lasts so many days, or for ever', () => {
    expect(expiresAt('30', '')).toBe(new Date(Date.now() + 30 * 86_400_000).toISOString())
    expect(expiresAt('never', '2026-03-31')).toBeUndefined()
  })

  it('can end today, and not before', () => {
    expect(isPast(new Date(2026, 2, 30))).toBe(false)
    expect(isPast(new Date(2026, 2, 29))).toBe(true)
  })
})
