import type { ExecutionView } from '@api/schema'

/** Those that tell how a task goes. One that somebody stopped is neither a success nor a failure, as on the dashboard. */
export function endedByThemselves(runs: ExecutionView[]): ExecutionView[] {
  return runs.filter(({ state, reason }) => state === 'SUCCEEDED' || (state === 'FAILED' && reason !== 'STOPPED'))
}
