/** The schedules that the manual offers, by the last part of their key. */
export const SCHEDULES: Record<string, string> = {
  hourly: '0 * * * *',
  daily2: '0 2 * * *',
  noon: '0 12 * * *',
  monday2: '0 2 * * 1',
  monthly2: '0 2 1 * *',
  every6: '0 */6 * * *',
  every12: '0 */12 * * *',
}

/** A schedule in words: the last part of a key below {@code tasks.cron}, and what goes into it. */
export interface CronWords {
  key: string
  values: Record<string, string | number>
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

function fieldsOf(cron: string): string[] | undefined {
  const fields = cron.trim().split(/\s+/)
  return fields.length === 5 ? fields : undefined
}

const isNumber = (field: string) => /^\d+$/.test(field)
const two = (field: string) => field.padStart(2, '0')

/** Nothing where words would be longer than the expression. */
export function cronWords(cron: string): CronWords | undefined {
  const fields = fieldsOf(cron)
  if (!fields) {
    return undefined
  }
  const [minute, hour, day, month, weekday] = fields as [string, string, string, string, string]
  if (month !== '*') {
    return undefined
  }
  const time = isNumber(minute) && isNumber(hour) ? `${two(hour)}:${two(minute)}` : ''
  const isEveryDay = day === '*' && weekday === '*'
  if (isEveryDay) {
    return everyDay(minute, hour, time)
  }
  if (time === '') {
    return undefined
  }
  if (day === '*') {
    return onWeekdays(weekday, time)
  }
  if (weekday !== '*') {
    return undefined
  }
  if (day === 'L') {
    return { key: 'lastDay', values: { time } }
  }
  return /^\d+(,\d+)*$/.test(day) ? { key: 'monthly', values: { day: day.replaceAll(',', ', '), time } } : undefined
}

function everyDay(minute: string, hour: string, time: string): CronWords | undefined {
  if (time !== '') {
    return { key: 'daily', values: { time } }
  }
  const step = (field: string) => /^\*\/(\d+)$/.exec(field)?.[1]
  if (hour === '*') {
    if (minute === '*') {
      return { key: 'everyMinutes', values: { count: 1 } }
    }
    if (step(minute)) {
      return { key: 'everyMinutes', values: { count: Number(step(minute)) } }
    }
    if (Number(minute) === 0) {
      return { key: 'onTheHour', values: {} }
    }
    return isNumber(minute) ? { key: 'hourly', values: { minute: two(minute) } } : undefined
  }
  if (!isNumber(minute)) {
    return undefined
  }
  if (step(hour)) {
    const count = Number(step(hour))
    return Number(minute) === 0
      ? { key: 'everyHours', values: { count } }
      : { key: 'everyHoursAt', values: { count, minute: two(minute) } }
  }
  return /^\d+(,\d+)+$/.test(hour)
    ? {
        key: 'daily',
        values: {
          time: hour
            .split(',')
            .map((each) => `${two(each)}:${two(minute)}`)
            .join(', '),
        },
      }
    : undefined
}

function onWeekdays(weekday: string, time: string): CronWords | undefined {
  if (weekday === '1-5') {
    return { key: 'workdays', values: { time } }
  }
  return /^[0-7]$/.test(weekday) ? { key: `weekday${Number(weekday) % 7}`, values: { time } } : undefined
}

/** The values that a field names; all of its range where it says more than numbers. */
function valuesOf(field: string, [first, last]: readonly [number, number]): Set<number> {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    const from = match?.[1] === undefined ? first : Number(match[1])
    const until = match?.[2] !== undefined ? Number(match[2]) : match?.[1] === undefined || match[3] ? last : from
    const step = match?.[3] === undefined ? 1 : Math.max(1, Number(match[3]))
    for (let value = from; value <= until; value += step) {
      found.add(value)
    }
  }
  return found
}

/** How many minutes lie between two runs at least; a day where it runs once a day or less. */
export function shortestGap(cron: string): number {
  const fields = fieldsOf(cron)
  if (!fields) {
    return Number.POSITIVE_INFINITY
  }
  const minutes = valuesOf(fields[0]!, RANGES[0])
  const times = [...valuesOf(fields[1]!, RANGES[1])]
    .flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute))
    .sort((a, b) => a - b)
  const day = 24 * 60
  return times.reduce((least, time, index) => {
    const next = times[index + 1] ?? times[0]! + day
    return Math.min(least, next - time)
  }, day)
}

/** Whether two schedules of one time zone have a minute of a day in common that may be the same day. */
export function clash(one: string, other: string): boolean {
  const mine = fieldsOf(one)
  const theirs = fieldsOf(other)
  if (!mine || !theirs) {
    return false
  }
  const meet = (index: 0 | 1 | 2 | 3 | 4) => {
    const values = valuesOf(theirs[index]!, RANGES[index])
    return [...valuesOf(mine[index]!, RANGES[index])].some((value) => values.has(value))
  }
  // Of two days that are given either counts, so only what names the same of them can be told apart.
  const mayShareDay = mine[2] !== '*' || theirs[2] !== '*' ? meet(2) || mine[4] !== '*' || theirs[4] !== '*' : meet(4)
  return meet(0) && meet(1) && meet(3) && mayShareDay
}
