import { describe, expect, it } from 'vitest'
import { startOf } from './day'

describe('the start of a day', () => {
  it('is that of the browser, or of the next day', () => {
    expect(new Date(startOf('2026-03-31')!).getHours()).toBe(0)
    expect(new Date(startOf('2026-03-31', 1)!).getDate()).toBe(1)
    expect(startOf('')).toBeUndefined()
    expect(startOf('nonsense')).toBeUndefined()
  })
})
