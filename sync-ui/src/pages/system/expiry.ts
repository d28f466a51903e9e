import { startOf } from '@/ui/value/day'

/** How long a token lasts: so many days, to the end of a date, or for ever. */
export const LASTS = ['30', '90', '365', 'date', 'never'] as const
export type Lasts = (typeof LASTS)[number]

const DAY = 86_400_000

/** @param date as {@code 2026-01-31}, the last day on which it can be used */
export function expiresAt(lasts: Lasts, date: string): string | undefined {
  if (lasts === 'never') {
    return undefined
  }
  return lasts === 'date' ? startOf(date, 1) : new Date(Date.now() + Number(lasts) * DAY).toISOString()
}

/** Whether a day is over; today is a last day like any other. */
export function isPast(day: Date): boolean {
  return day.getTime() < new Date().setHours(0, 0, 0, 0)
}
