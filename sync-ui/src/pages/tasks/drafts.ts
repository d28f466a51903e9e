import type { Spec } from '@/pages/tasks/form/spec'

const PLACE = 'registry-sync.draft'

/** Leaves a spec for the wizard, which is opened next. */
export function leaveDraft(spec: Spec) {
  sessionStorage.setItem(PLACE, JSON.stringify(spec))
}

/** What was left, once. */
export function takeDraft(): Spec | undefined {
  const left = sessionStorage.getItem(PLACE)
  sessionStorage.removeItem(PLACE)
  return left ? (JSON.parse(left) as Spec) : undefined
}
