import { at, isGroup, patterns, put, text, texts, type Spec } from '@/pages/tasks/form/spec'

export interface TargetForm {
  registry: string
  projects: string[]
  repository: string
  createProject: boolean
  /** As it was read, with what the form does not show. */
  base: Spec
}

export interface SourceForm {
  kind: 'registry' | 'images'
  registry: string
  project: string
  repositories: string[]
  /** One a line. */
  images: string
}

export interface TagsForm {
  include: string[]
  exclude: string[]
  semver: string
  minAge: string
  maxAge: string
  coolDown: string
  newest: number
  newestBy: string
}

/** A spec as people fill it in: everything is there, and empty where it is not set. */
export interface TaskForm {
  name: string
  description: string
  enabled: boolean
  source: SourceForm
  targets: TargetForm[]
  images: { include: string[]; exclude: string[] }
  tags: TagsForm
  platforms: string[]
  index: string
  referrers: { on: boolean; types: string[] }
  digestTags: boolean
  flatten: string
  renames: { match: string; replace: string }[]
  limits: {
    concurrency: number | null
    bandwidth: string
    requestsPerSecond: number | null
    retries: number | null
    timeout: string
  }
  deletion: { on: boolean; maxPercent: number }
  schedule: { cron: string; timeZone: string }
  notification: { on: boolean; channels: string[]; when: string; stopped: boolean; recovered: boolean }
}

const MOST_DELETED = 10

function number(value: unknown): number | null {
  const found = text(value) === '' ? Number.NaN : Number(text(value))
  return Number.isFinite(found) ? found : null
}

function targetForm(target: Spec): TargetForm {
  return {
    registry: text(target.registry),
    projects: texts(target.project),
    repository: text(target.repository),
    createProject: target.createProject === 'private',
    base: target,
  }
}

function targetsOf(spec: Spec): TargetForm[] {
  const listed = Array.isArray(spec.targets) ? spec.targets : [spec.targets ?? spec.target]
  const found = listed.filter(isGroup).map(targetForm)
  return found.length > 0 ? found : [targetForm({})]
}

function renamesOf(spec: Spec) {
  const renames = at(spec, 'mapping.rename')
  return (Array.isArray(renames) ? renames : [renames])
    .filter(isGroup)
    .map((each) => ({ match: text(each.match), replace: text(each.replace) }))
}

export function formOf(spec: Spec): TaskForm {
  const string = (path: string) => text(at(spec, path))
  const list = (path: string) => texts(at(spec, path))
  const channels = list('notification.channels')
  return {
    name: string('name'),
    description: string('description'),
    enabled: spec.enabled !== false,
    source: {
      kind: at(spec, 'source.images') === undefined ? 'registry' : 'images',
      registry: string('source.registry'),
      project: string('source.project'),
      repositories: list('source.repository').concat(list('source.repositories')),
      images: list('source.images').join('\n'),
    },
    targets: targetsOf(spec),
    images: { include: list('images.include'), exclude: list('images.exclude') },
    tags: {
      include: patterns(at(spec, 'tags.include')),
      exclude: patterns(at(spec, 'tags.exclude')),
      semver: string('tags.semver'),
      minAge: string('tags.minAge'),
      maxAge: string('tags.maxAge'),
      coolDown: string('tags.coolDown'),
      newest: number(at(spec, 'tags.newest')) ?? 0,
      newestBy: string('tags.newestBy') || 'created',
    },
    platforms: list('platforms'),
    index: string('index') || 'rewrite',
    referrers: { on: spec.referrers !== undefined && spec.referrers !== false, types: list('referrers') },
    digestTags: spec.digestTags === true,
    flatten: string('mapping.flatten'),
    renames: renamesOf(spec),
    limits: {
      concurrency: number(at(spec, 'limits.concurrency')),
      bandwidth: string('limits.bandwidth'),
      requestsPerSecond: number(at(spec, 'limits.requestsPerSecond')),
      retries: number(at(spec, 'limits.retries')),
      timeout: string('limits.timeout'),
    },
    deletion: {
      on: at(spec, 'delete.enabled') === true,
      maxPercent: number(at(spec, 'delete.maxPercent')) ?? MOST_DELETED,
    },
    schedule: {
      cron: typeof spec.schedule === 'string' ? spec.schedule : string('schedule.cron'),
      timeZone: string('schedule.timeZone') || 'UTC',
    },
    notification: {
      on: channels.length > 0 && at(spec, 'notification.enabled') !== false,
      channels,
      when: string('notification.when') || 'always',
      stopped: at(spec, 'notification.stopped') === true,
      recovered: at(spec, 'notification.recovered') === true,
    },
  }
}

/** Nothing is written for what is as it is without being written. */
const unless = <T>(value: T, otherwise: T): T | undefined => (value === otherwise ? undefined : value)
const filled = (value: string) => unless(value.trim(), '')
const some = <T>(values: T[]) => (values.length > 0 ? values : undefined)
const oneOrMore = (values: string[]) => (values.length === 1 ? values[0] : some(values))

function targetSpec(target: TargetForm): Spec {
  const spec: Spec = { ...target.base }
  const before = targetForm(target.base)
  const write = (key: string, value: unknown, was: unknown) => {
    if (JSON.stringify(value) !== JSON.stringify(was)) {
      put(spec, key, value)
    }
  }
  write('registry', filled(target.registry), filled(before.registry))
  write('project', oneOrMore(target.projects), oneOrMore(before.projects))
  write('repository', filled(target.repository), filled(before.repository))
  write('createProject', target.createProject ? 'private' : undefined, before.createProject ? 'private' : undefined)
  return spec
}

function flattenSpec(flatten: string): unknown {
  return /^\d+$/.test(flatten) ? Number(flatten) : filled(flatten)
}

type Keys = Record<string, unknown>

/** What the form says about keys that belong together: where one of them changed, all are written. */
const PARTS: ((form: TaskForm) => Keys)[] = [
  (form) => ({ name: form.name.trim() }),
  (form) => ({ description: filled(form.description) }),
  ({ source }) => {
    const isRegistry = source.kind === 'registry'
    return {
      'source.registry': isRegistry ? filled(source.registry) : undefined,
      'source.project': isRegistry ? filled(source.project) : undefined,
      'source.images': isRegistry ? undefined : some(lines(source.images)),
    }
  },
  ({ source }) => {
    const { repositories } = source
    const isRegistry = source.kind === 'registry'
    return {
      'source.repository': isRegistry && repositories.length === 1 ? repositories[0] : undefined,
      'source.repositories': isRegistry && repositories.length > 1 ? repositories : undefined,
    }
  },
  (form) => ({ target: undefined, targets: form.targets.map(targetSpec) }),
  (form) => ({ 'images.include': some(form.images.include) }),
  (form) => ({ 'images.exclude': some(form.images.exclude) }),
  (form) => ({ 'tags.include': some(form.tags.include) }),
  (form) => ({ 'tags.exclude': some(form.tags.exclude) }),
  (form) => ({ 'tags.semver': filled(form.tags.semver) }),
  (form) => ({ 'tags.minAge': filled(form.tags.minAge) }),
  (form) => ({ 'tags.maxAge': filled(form.tags.maxAge) }),
  (form) => ({ 'tags.coolDown': filled(form.tags.coolDown) }),
  (form) => ({ 'tags.newest': unless(form.tags.newest, 0) }),
  (form) => ({ 'tags.newestBy': unless(form.tags.newestBy, 'created') }),
  (form) => ({ platforms: some(form.platforms) }),
  (form) => ({ index: unless(form.index, 'rewrite') }),
  ({ referrers }) => ({ referrers: referrers.on ? (some(referrers.types) ?? true) : undefined }),
  (form) => ({ digestTags: unless(form.digestTags, false) }),
  (form) => ({ 'mapping.flatten': flattenSpec(form.flatten) }),
  (form) => ({ 'mapping.rename': some(form.renames.filter((each) => each.match !== '')) }),
  (form) => ({ 'limits.concurrency': form.limits.concurrency ?? undefined }),
  (form) => ({ 'limits.bandwidth': filled(form.limits.bandwidth) }),
  (form) => ({ 'limits.requestsPerSecond': form.limits.requestsPerSecond ?? undefined }),
  (form) => ({ 'limits.retries': form.limits.retries ?? undefined }),
  (form) => ({ 'limits.timeout': filled(form.limits.timeout) }),
  ({ deletion }) => ({
    'delete.enabled': unless(deletion.on, false),
    'delete.maxPercent': unless(deletion.maxPercent, MOST_DELETED),
  }),
  ({ schedule }) => ({
    'schedule.cron': filled(schedule.cron),
    'schedule.timeZone': filled(schedule.cron) && schedule.timeZone,
  }),
  ({ notification: { on, channels, when, stopped, recovered } }) => {
    // Whoever tells nobody for a while keeps what was chosen.
    const kept = (value: unknown) => (channels.length > 0 ? value : undefined)
    return {
      'notification.enabled': kept(unless(on, true)),
      'notification.channels': kept(channels),
      'notification.when': kept(unless(when, 'always')),
      'notification.stopped': kept(unless(stopped, false)),
      'notification.recovered': kept(unless(recovered, false)),
    }
  },
  (form) => ({ enabled: unless(form.enabled, true) }),
]

function lines(written: string): string[] {
  return written
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/**
 * The spec that a form stands for. Only what was changed in the form is written; everything else stays as it was read,
 * also what the form does not know.
 *
 * @param base what the form was made of
 */
export function specOf(form: TaskForm, base: Spec): Spec {
  const before = formOf(base)
  const spec = JSON.parse(JSON.stringify(base)) as Spec
  for (const part of PARTS) {
    const keys = part(form)
    if (JSON.stringify(keys) !== JSON.stringify(part(before))) {
      Object.entries(keys).forEach(([path, value]) => put(spec, path, value))
    }
  }
  return JSON.parse(JSON.stringify(spec)) as Spec
}
