import { describe, expect, it } from 'vitest'
import { adviceFor } from '@/pages/tasks/form/advice'
import { clash, cronWords, EXAMPLES, SCHEDULES, shortestGap } from '@/pages/tasks/form/cron'
import { formOf } from '@/pages/tasks/form/taskForm'

describe('a schedule', () => {
  it.each([
    ['*/30 * * * *', 'everyMinutes', { count: 30 }],
    ['5 * * * *', 'hourly', { minute: '05' }],
    ['0 * * * *', 'onTheHour', {}],
    ['0 */6 * * *', 'everyHours', { count: 6 }],
    ['15 */6 * * *', 'everyHoursAt', { count: 6, minute: '15' }],
    ['30 8 * * *', 'daily', { time: '08:30' }],
    ['0 8,12,18 * * *', 'daily', { time: '08:00, 12:00, 18:00' }],
    ['30 8 * * 1-5', 'workdays', { time: '08:30' }],
    ['0 0 * * 7', 'weekday0', { time: '00:00' }],
    ['0 2 1,15 * *', 'monthly', { day: '1, 15', time: '02:00' }],
    ['0 2 L * *', 'lastDay', { time: '02:00' }],
  ])('is told in words: %s', (cron, key, values) => {
    expect(cronWords(cron)).toEqual({ key, values })
  })

  it.each(['0 2 * 1 *', '0 0 13 * 5', '1-5 * * * *', '0 2 * *', 'nonsense', ''])('is left as it is: %s', (cron) => {
    expect(cronWords(cron)).toBeUndefined()
  })

  it('has words for all that the manual offers', () => {
    expect([...Object.values(SCHEDULES), ...EXAMPLES].filter((cron) => !cronWords(cron))).toEqual([])
  })

  it('runs with a shortest gap', () => {
    expect(shortestGap('*/5 * * * *')).toBe(5)
    expect(shortestGap('0 * * * *')).toBe(60)
    expect(shortestGap('0 22,2 * * *')).toBe(240)
    expect(shortestGap('0 2 * * 1')).toBe(1440)
    expect(shortestGap('59,0 * * * *')).toBe(1)
  })

  it('clashes with those that begin at the same minute', () => {
    expect(clash('0 2 * * *', '0 2 * * 1')).toBe(true)
    expect(clash('0 * * * *', '0 2 * * *')).toBe(true)
    expect(clash('0 2 1 * *', '0 2 * * 1')).toBe(true)
    expect(clash('0 2 * * *', '0 3 * * *')).toBe(false)
    expect(clash('0 2 * * 1', '0 2 * * 2')).toBe(false)
    expect(clash('0 2 1 * *', '0 2 15 * *')).toBe(false)
    expect(clash('0 2 * * *', 'x')).toBe(false)
  })

  it('has Sunday at both ends of the week, and names for days and months', () => {
    expect(clash('0 2 * * 0', '0 2 * * 7')).toBe(true)
    expect(clash('0 2 * * FRI-SUN', '0 2 * * 0')).toBe(true)
    expect(clash('0 2 * * mon', '0 2 * * 2')).toBe(false)
    expect(clash('0 2 * * */2', '0 2 * * 5')).toBe(false)
    expect(clash('0 2 1 JAN *', '0 2 1 1 *')).toBe(true)
    expect(clash('0 2 1 JAN *', '0 2 1 DEC *')).toBe(false)
  })

  it('clashes with those by another clock', () => {
    const eight = 8 * 60
    expect(clash('0 2 * * *', '0 18 * * *', eight)).toBe(true)
    expect(clash('0 2 * * *', '0 2 * * *', eight)).toBe(false)
    expect(clash('0 18 * * *', '0 2 * * 1', -eight)).toBe(true)
    expect(clash('0 2 * * 1', '0 18 * * 1', eight)).toBe(false)
  })
})

describe('advice', () => {
  const form = () => {
    const blank = formOf({ name: '同步 Nginx 到生产环境', source: { registry: 'hub' } })
    blank.tags.exclude = ['-rc']
    return blank
  }

  it('is not given without a reason', () => {
    expect(adviceFor(form())).toEqual([])
  })

  it('is given for what the manual warns of', () => {
    const bad = form()
    bad.name = '任务1'
    bad.tags.exclude = []
    bad.schedule.cron = '*/5 * * * *'
    expect(adviceFor(bad)).toEqual(['vagueName', 'noFilter', 'tooOften', 'noNotification'])
    bad.notification = { ...bad.notification, on: true, channels: ['ops'] }
    bad.tags.newest = 1000
    bad.tags.include = ['(a|(b|(c|(d|(e|(f|(g)))))))']
    expect(adviceFor(bad)).toEqual(['vagueName', 'manyTags', 'complexPattern', 'tooOften', 'flood'])
  })
})
