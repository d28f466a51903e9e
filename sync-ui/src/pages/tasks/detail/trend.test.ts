import { expect, it } from 'vitest'
import { endedByThemselves } from '@/pages/tasks/detail/trend'
import type { ExecutionView } from '@api/schema'

it('counts what succeeded or failed, and not what somebody stopped', () => {
  const run = (id: number, state: ExecutionView['state'], reason: ExecutionView['reason'] = 'NONE') =>
    ({ id, state, reason }) as ExecutionView
  const runs = [
    run(1, 'SUCCEEDED'),
    run(2, 'FAILED', 'IMAGES'),
    run(3, 'FAILED', 'STOPPED'),
    run(4, 'RUNNING'),
    run(5, 'SKIPPED', 'OVERLAP'),
  ]
  expect(endedByThemselves(runs).map(({ id }) => id)).toEqual([1, 2])
})
