/** The beginning of a day in the zone of the browser, or of the day after it; {@code undefined} for none. */
export function startOf(day: string, after = 0): string | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  return year ? new Date(Number(year), Number(month) - 1, Number(date) + after).toISOString() : undefined
}
