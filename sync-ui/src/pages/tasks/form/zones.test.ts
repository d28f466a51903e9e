import { describe, expect, it } from 'vitest'
import { minutesApart, shownZone } from '@/pages/tasks/form/zones'

describe('a time zone', () => {
  it('is shown as itself, or as UTC where only Java knows it', () => {
    expect(shownZone('Asia/Shanghai')).toBe('Asia/Shanghai')
    expect(shownZone('GMT+8')).toBe('UTC')
  })

  it('is as far from another one as their clocks are now', () => {
    const summer = new Date('2026-07-01T00:00:00Z')
    expect(minutesApart('Asia/Shanghai', 'UTC', summer)).toBe(480)
    expect(minutesApart('UTC', 'America/New_York', summer)).toBe(240)
    expect(minutesApart('Asia/Kolkata', 'Asia/Shanghai', summer)).toBe(-150)
    expect(minutesApart('Europe/Berlin', 'Africa/Lagos', new Date('2026-01-01T00:00:00Z'))).toBe(0)
  })

  it('is the same by its name alone, also where only Java knows it', () => {
    expect(minutesApart('GMT+8', 'GMT+8')).toBe(0)
    expect(minutesApart('GMT+8', 'UTC')).toBeUndefined()
  })
})
