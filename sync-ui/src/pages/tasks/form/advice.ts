import { shortestGap } from '@/pages/tasks/form/cron'
import type { TaskForm } from '@/pages/tasks/form/taskForm'

/** Something that works and is seldom meant, by the last part of its key below {@code wizard.advice}. */
export type Advice = 'vagueName' | 'noFilter' | 'tooOften' | 'noNotification' | 'flood' | 'manyTags' | 'complexPattern'

/** Where each is told of, by the name of the step. */
export const ADVISED_IN: Record<Advice, 'base' | 'tags' | 'schedule' | 'notification'> = {
  vagueName: 'base',
  noFilter: 'tags',
  manyTags: 'tags',
  complexPattern: 'tags',
  tooOften: 'schedule',
  noNotification: 'notification',
  flood: 'notification',
}

const VAGUE = /^(任务|同步|测试|新任务|task|test|sync|new|demo|tmp|temp)?[\s_-]*\d*$/i
const MANY = 1000
const LONG_PATTERN = 80
const MANY_GROUPS = 6

function isComplex(pattern: string): boolean {
  return pattern.length > LONG_PATTERN || pattern.split('(').length - 1 > MANY_GROUPS
}

/** What the manual warns of. */
export function adviceFor(form: TaskForm): Advice[] {
  const { tags, images, notification } = form
  const isScheduled = form.schedule.cron !== ''
  const gap = isScheduled ? shortestGap(form.schedule.cron) : Number.POSITIVE_INFINITY
  const rules = [...tags.include, ...tags.exclude, ...images.include, ...images.exclude]
  const isUnfiltered =
    form.source.kind === 'registry' &&
    form.source.registry !== '' &&
    rules.length === 0 &&
    tags.newest === 0 &&
    [tags.semver, tags.minAge, tags.maxAge, tags.coolDown].every((each) => each === '')
  const found: [Advice, boolean][] = [
    ['vagueName', form.name.trim() !== '' && VAGUE.test(form.name.trim())],
    ['noFilter', isUnfiltered],
    ['manyTags', tags.newest >= MANY],
    ['complexPattern', [...tags.include, ...tags.exclude].some(isComplex)],
    ['tooOften', gap <= 5],
    ['noNotification', isScheduled && !notification.on],
    ['flood', notification.on && notification.when === 'always' && gap < 24 * 60],
  ]
  return found.filter(([, applies]) => applies).map(([advice]) => advice)
}
