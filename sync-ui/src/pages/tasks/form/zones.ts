/** How many minutes a clock is ahead of UTC now; nothing where the browser does not know the zone. */
function offsetOf(zone: string, at: Date): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at)
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name) ?? []
    const ahead = Number(hours ?? 0) * 60 + Number(minutes ?? 0)
    return sign === '-' ? -ahead : ahead
  } catch {
    return undefined
  }
}

/** The zone to show times in: that of a schedule, or UTC for one that Java knows and the browser does not. */
export function shownZone(zone: string): string {
  return offsetOf(zone, new Date()) === undefined ? 'UTC' : zone
}

/** How many minutes the clock of {@code one} is ahead of that of {@code other} now; nothing where that is not known. */
export function minutesApart(one: string, other: string, at = new Date()): number | undefined {
  if (one === other) {
    return 0
  }
  const [mine, theirs] = [offsetOf(one, at), offsetOf(other, at)]
  return mine === undefined || theirs === undefined ? undefined : mine - theirs
}
