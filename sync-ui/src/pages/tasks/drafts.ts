import type { Spec } from '@/pages/tasks/form/spec'
import type { TaskRequest, TaskView } from '@api/schema'

const PLACE = 'registry-sync.draft'

/** What a task is besides its spec. */
export type TaskSettings = Required<Pick<TaskRequest, 'priority' | 'parallelism' | 'overlap'>>

/** What the wizard begins with, besides what is stored. */
export interface Draft {
  spec: Spec
  settings?: TaskSettings
  /** The task that it changes, as it was read then; none where one is made. */
  task?: Pick<TaskView, 'id' | 'version'> | undefined
}

/** Leaves a draft for the wizard, which is opened next. */
export function leaveDraft(draft: Draft) {
  sessionStorage.setItem(PLACE, JSON.stringify(draft))
}

/** What was left for a task, or for a new one, once. */
export function takeDraft(id: number | undefined): Draft | undefined {
  const left = sessionStorage.getItem(PLACE)
  sessionStorage.removeItem(PLACE)
  const draft = left ? (JSON.parse(left) as Draft) : undefined
  return draft?.task?.id === id ? draft : undefined
}
