import type { LocationQuery } from 'vue-router'
import type { Spec } from '@/pages/tasks/form/spec'

interface Side {
  registry: string
  /** A repository, a project with a slash behind it, or nothing for all of the registry. */
  repository: string
}

/** What is compared: two registries or parts of them, or the sources and targets of a task. */
export interface DiffDraft {
  by: 'repository' | 'task'
  task: string
  source: Side
  target: Side
}

/** As the address says, so that a comparison can be linked to. */
export function draftFrom(query: LocationQuery): DiffDraft {
  const text = (key: string) => (typeof query[key] === 'string' ? query[key] : '')
  return {
    by: text('task') === '' ? 'repository' : 'task',
    task: text('task'),
    source: { registry: text('source'), repository: text('repository') },
    target: { registry: text('target'), repository: text('to') },
  }
}

export function queryOf({ by, task, source, target }: DiffDraft): Record<string, string> {
  return by === 'task'
    ? { task }
    : { source: source.registry, repository: source.repository, target: target.registry, to: target.repository }
}

export function isComplete({ by, task, source, target }: DiffDraft): boolean {
  return by === 'task'
    ? task !== ''
    : source.registry !== '' && target.registry !== '' && isRepository(source) === isRepository(target)
}

function isRepository({ repository }: Side): boolean {
  return /[^/]$/.test(repository.trim())
}

/** The sync that makes the target like the source, for the wizard. */
export function specOfDiff({ source, target }: DiffDraft): Spec {
  return { source: specOfSide(source), targets: [specOfSide(target)] }
}

function specOfSide(side: Side): Spec {
  const { registry } = side
  const name = side.repository.trim()
  if (isRepository(side)) {
    return { registry, repository: name }
  }
  const project = name.replace(/\/+$/, '')
  return project === '' ? { registry } : { registry, project }
}
