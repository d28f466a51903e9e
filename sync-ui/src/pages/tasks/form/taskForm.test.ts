import { describe, expect, it } from 'vitest'
import { splitPatterns, type Spec } from '@/pages/tasks/form/spec'
import { formOf, specOf } from '@/pages/tasks/form/taskForm'

/** The examples of docs/sync-file.md, as the server answers them, and some of what people write. */
const FULL: Spec = {
  name: 'base images',
  description: 'everything that a sync can hold',
  source: { registry: 'hub', project: 'library', repositories: ['nginx', 'redis', 'mysql', 'node', 'python'] },
  targets: [
    { registry: 'harbor', project: ['base', 'base-staging'], createProject: 'private' },
    { registry: 'backup', repository: 'mirror', future: { key: [1, 2] } },
  ],
  images: { include: ['nginx:*', 'redis:*', 'mysql:8*'], exclude: ['*:*debug*'] },
  tags: {
    include: ['^[0-9]+\\.[0-9]{1,3}$'],
    exclude: ['.*(beta|rc|alpha).*'],
    semver: '>=1.20 <2',
    minAge: '3d',
    maxAge: '365d',
    coolDown: '1d',
    newest: 10,
    newestBy: 'semver',
  },
  platforms: ['linux/amd64', 'linux/arm/v7'],
  index: 'sparse',
  referrers: ['application/spdx+json'],
  digestTags: true,
  mapping: { flatten: 1, rename: [{ match: '^apps/internal-(.*)$', replace: 'apps/$1' }] },
  limits: { concurrency: 8, bandwidth: '50MiB', requestsPerSecond: '0.5', retries: 5, timeout: '30s' },
  delete: { enabled: true, maxPercent: 20 },
  schedule: { cron: '0 3 * * *', timeZone: 'Asia/Shanghai' },
  notification: { channels: ['ops', 'on-call'], when: 'failed', stopped: true, recovered: true },
  enabled: false,
  unknown: { to: 'the form' },
}

const OTHERS: Spec[] = [
  { name: 'short', source: { registry: 'hub' }, target: { registry: 'harbor' } },
  {
    name: 'written by hand',
    source: { registry: 'hub', repositories: ['library/nginx'] },
    target: { registry: 'harbor', project: 'prod', createProject: false },
    tags: { include: '^1\\.2[0-9]\\.', exclude: '.*-alpine,.*-debug', newest: 0, newestBy: 'created' },
    schedule: '0 2 * * *',
    delete: { enabled: false, maxPercent: 10 },
    notification: { channels: 'ops', when: 'always' },
    mapping: { flatten: 'none' },
    enabled: true,
  },
  { name: 'list', source: { images: ['nginx:1.27', 'redis'] }, targets: [{ registry: 'harbor', project: 'mirror' }] },
  { name: 'wrong', source: 'hub', targets: 'x', tags: ['a'], schedule: { cron: 5 }, platforms: { a: 1 } },
  {},
]

describe('a spec', () => {
  it.each([FULL, ...OTHERS].map((spec) => [String(spec.name), spec]))('stays as it was read: %s', (_, spec) => {
    expect(specOf(formOf(spec), spec)).toEqual(spec)
    expect(Object.keys(specOf(formOf(spec), spec))).toEqual(Object.keys(spec))
  })

  it('changes only where the form was changed', () => {
    const form = formOf(FULL)
    form.tags.newest = 3
    expect(specOf(form, FULL)).toEqual({ ...FULL, tags: { ...(FULL.tags as Spec), newest: 3 } })
  })

  it('keeps what one target has besides when the other one changes', () => {
    const form = formOf(FULL)
    form.targets[0]!.projects = ['other']
    expect(specOf(form, FULL).targets).toEqual([
      { registry: 'harbor', project: 'other', createProject: 'private' },
      { registry: 'backup', repository: 'mirror', future: { key: [1, 2] } },
    ])
  })

  it('loses keys and groups that were emptied', () => {
    const form = formOf(FULL)
    form.images = { include: [], exclude: [] }
    form.schedule.cron = ''
    form.notification.channels = []
    form.deletion = { on: false, maxPercent: 10 }
    const spec = specOf(form, FULL)
    expect(Object.keys(spec)).not.toEqual(expect.arrayContaining(['images']))
    expect([spec.schedule, spec.notification, spec.delete]).toEqual([undefined, undefined, undefined])
  })

  it('keeps who was told, and when, while nobody is', () => {
    const form = formOf(FULL)
    form.notification.on = false
    const spec = specOf(form, FULL)
    expect(spec.notification).toEqual({ ...(FULL.notification as Spec), enabled: false })
    const again = formOf(spec)
    expect(again.notification.on).toBe(false)
    again.notification.on = true
    expect(specOf(again, spec).notification).toEqual(FULL.notification)
  })

  it('has one repository or several, never both', () => {
    const form = formOf(OTHERS[1]!)
    form.source.repositories = ['library/redis']
    expect(specOf(form, OTHERS[1]!).source).toEqual({ registry: 'hub', repository: 'library/redis' })
    form.source.repositories.push('library/nginx')
    expect(specOf(form, OTHERS[1]!).source).toEqual({
      registry: 'hub',
      repositories: ['library/redis', 'library/nginx'],
    })
  })

  it('turns from a registry into a list of images', () => {
    const form = formOf(FULL)
    form.source.kind = 'images'
    form.source.images = '# base\nnginx:1.27\n\n redis \n'
    expect(specOf(form, FULL).source).toEqual({ images: ['nginx:1.27', 'redis'] })
  })

  it('is made from nothing', () => {
    const form = formOf({})
    form.name = ' nginx '
    form.source.registry = 'hub'
    form.targets[0]!.registry = 'harbor'
    form.tags.exclude = ['-rc']
    form.flatten = '2'
    form.schedule = { cron: '0 2 * * *', timeZone: 'Asia/Shanghai' }
    expect(specOf(form, {})).toEqual({
      name: 'nginx',
      source: { registry: 'hub' },
      targets: [{ registry: 'harbor' }],
      tags: { exclude: ['-rc'] },
      mapping: { flatten: 2 },
      schedule: { cron: '0 2 * * *', timeZone: 'Asia/Shanghai' },
    })
  })
})

describe('patterns', () => {
  it('are divided at commas that belong to none', () => {
    expect(splitPatterns('.*-alpine,.*-debug')).toEqual(['.*-alpine', '.*-debug'])
    expect(splitPatterns('1\\.{1,3}, (a,b)$ ,[,x],a\\,b')).toEqual(['1\\.{1,3}', '(a,b)$', '[,x]', 'a\\,b'])
    expect(splitPatterns('a\nb\n\n')).toEqual(['a', 'b'])
    expect(splitPatterns(' , ')).toEqual([])
  })
})
