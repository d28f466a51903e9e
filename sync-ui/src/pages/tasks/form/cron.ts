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

/** Expressions that show what can be written. */
export const EXAMPLES = ['0 */4 * * *', '*/30 * * * *', '0 8,12,18 * * *', '30 8 * * 1-5', '0 0 1,15 * *', '0 2 L * *']

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
  [0, 6],
] as const
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const WEEKDAY = 4
const DAY = 24 * 60

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

/** Names of months and weekdays as numbers. */
function numbered(field: string): string {
  return field.replace(/[a-z]{3}/gi, (name) => {
    const [month, weekday] = [MONTHS.indexOf(name.toUpperCase()), WEEKDAYS.indexOf(name.toUpperCase())]
    return month >= 0 ? String(month + 1) : weekday >= 0 ? String(weekday) : name
  })
}

/** The values that a field names; all of its range where it says more than numbers. Sunday is 0. */
function valuesOf(fields: string[], index: 0 | 1 | 2 | 3 | 4): Set<number> {
  const [first, last] = RANGES[index]
  const found = new Set<number>()
  for (const part of numbered(fields[index]!).split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    const from = match?.[1] === undefined ? first : Number(match[1])
    const end = match?.[2] !== undefined ? Number(match[2]) : match?.[1] === undefined || match[3] ? last : from
    const until = index === WEEKDAY && end < from ? end + 7 : end
    const step = match?.[3] === undefined ? 1 : Math.max(1, Number(match[3]))
    for (let value = from; value <= until; value += step) {
      found.add(index === WEEKDAY ? value % 7 : value)
    }
  }
  return found
}

/** The minutes of a day at which it runs, in order. */
function timesOf(fields: string[]): number[] {
  const minutes = [...valuesOf(fields, 0)]
  return [...valuesOf(fields, 1)]
    .flatMap((hour) => minutes.map((minute) => hour * 60 + minute))
    .sort((one, other) => one - other)
}

/** How many minutes lie between two runs at least; a day where it runs once a day or less. */
export function shortestGap(cron: string): number {
  const fields = fieldsOf(cron)
  if (!fields) {
    return Number.POSITIVE_INFINITY
  }
  const times = timesOf(fields)
  return times.reduce((least, time, index) => {
    const next = times[index + 1] ?? times[0]! + DAY
    return Math.min(least, next - time)
  }, DAY)
}

/**
 * Whether two schedules have a minute in common. Where their clocks differ this is known only if one of them runs every
 * day, as a day here may be another one there.
 *
 * @param ahead how many minutes the clock of {@code one} is ahead of that of {@code other}
 */
export function clash(one: string, other: string, ahead = 0): boolean {
  const mine = fieldsOf(one)
  const theirs = fieldsOf(other)
  if (!mine || !theirs) {
    return false
  }
  const times = new Set(timesOf(mine))
  const shareTime = timesOf(theirs).some((time) => times.has((time + ahead + DAY) % DAY))
  const isDaily = (fields: string[]) => fields.slice(2).every((field) => field === '*')
  return shareTime && (isDaily(mine) || isDaily(theirs) || (ahead === 0 && mayShareDay(mine, theirs)))
}

function mayShareDay(mine: string[], theirs: string[]): boolean {
  const meet = (index: 2 | 3 | 4) => {
    const values = valuesOf(theirs, index)
    return [...valuesOf(mine, index)].some((value) => values.has(value))
  }
  const isGiven = (index: 2 | 4) => mine[index] !== '*' || theirs[index] !== '*'
  // Of two days that are given either counts, so only what names the same of them can be told apart.
  return meet(3) && (isGiven(2) ? meet(2) || isGiven(4) : meet(4))
}
