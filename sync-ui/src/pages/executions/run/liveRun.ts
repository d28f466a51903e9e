import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { follow, type Link } from '@/api/live'
import { BlobRates } from '@/pages/executions/run/blobRates'
import { Speedometer, thinned, type Rate } from '@/pages/executions/run/rates'
import { useLoaded } from '@/ui/page/loaded'
import type { ActiveUnit, ExecutionView, Line, LogLines, Progress } from '@api/schema'

export type LiveRun = ReturnType<typeof useLiveRun>

export const isOver = ({ state }: Pick<ExecutionView, 'state'>) => state !== 'QUEUED' && state !== 'RUNNING'

/**
 * An execution, followed while it runs.
 *
 * @param wrote is told new lines of its log, the first ones as well
 */
export function useLiveRun(id: number, wrote: (lines: Line[]) => void) {
  const loaded = useLoaded(() => unwrap(api.GET('/api/v1/executions/{id}', { params: { path: { id } } })))
  const progress = shallowRef<Progress>()
  const isBroken = ref(false)
  const speed = new Speedometer()
  const rate = ref(0)
  const points = shallowRef<Rate[]>([])
  const blobRates = new BlobRates()
  /** What was told before the stream was away is no measure of how fast it is now. */
  let isCurrent = false
  let leave: (() => void) | undefined

  /** What was loaded, with what the stream knows better. */
  const execution = computed<ExecutionView | undefined>(() => {
    const known = loaded.data.value
    const now = progress.value
    if (!known || !now || isOver(known)) {
      return known
    }
    return { ...known, state: now.state, reason: now.reason, percent: now.percent, tally: now.tally, units: now.units }
  })
  const isRunning = computed(() => execution.value !== undefined && !isOver(execution.value))
  const active = computed<ActiveUnit[]>(() => (isRunning.value ? (progress.value?.active ?? []) : []))

  function see(next: Progress) {
    progress.value = next
    isCurrent = true
  }

  function linked(link: Link) {
    isBroken.value = link === 'broken'
    isCurrent &&= link === 'open'
  }

  // Each second, and not when something arrives: that nothing arrives is to be seen, too.
  const timer = setInterval(() => {
    if (isCurrent && execution.value?.state === 'RUNNING') {
      const at = Date.now()
      speed.see(at, execution.value.tally.bytes.sent)
      rate.value = speed.rate
      points.value = thinned([...points.value, { at, rate: speed.rate }])
      blobRates.see(at, active.value)
    }
  }, 1000)

  watch(loaded.data, (known) => {
    if (known && !isOver(known) && !leave) {
      leave = follow(
        `/api/v1/executions/${id}/events`,
        {
          progress: see,
          log: ({ lines }: LogLines) => wrote(lines),
          end: (last: Progress) => {
            see(last)
            void loaded.reload()
          },
        },
        linked,
      )
    }
  })
  onScopeDispose(() => {
    clearInterval(timer)
    leave?.()
  })

  return {
    id,
    execution,
    isRunning,
    isBroken,
    active,
    rate,
    points,
    blobRate: (repository: string, digest: string) => blobRates.of(repository, digest),
    problem: loaded.problem,
    isLoading: loaded.isLoading,
    reload: loaded.reload,
  }
}
