import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { follow } from '@/api/live'
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
  const blobRates = useBlobRates()
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

  function see(next: Progress) {
    progress.value = next
    blobRates.see(next.active)
  }

  // Each second, and not when something arrives: that nothing arrives is to be seen, too.
  const timer = setInterval(() => {
    const sent = execution.value?.tally.bytes.sent
    if (sent !== undefined && isRunning.value && execution.value?.state === 'RUNNING') {
      const at = Date.now()
      speed.see(at, sent)
      rate.value = speed.rate
      points.value = thinned([...points.value, { at, rate: speed.rate }])
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
        (broken) => (isBroken.value = broken),
      )
    }
  })
  onScopeDispose(() => {
    clearInterval(timer)
    leave?.()
  })

  const active = computed<ActiveUnit[]>(() => (isRunning.value ? (progress.value?.active ?? []) : []))
  return {
    id,
    execution,
    isRunning,
    isBroken,
    active,
    rate,
    points,
    blobRate: blobRates.of,
    problem: loaded.problem,
    isLoading: loaded.isLoading,
    reload: loaded.reload,
  }
}

/** How fast blobs are that are being sent. */
function useBlobRates() {
  const meters = new Map<string, Speedometer>()
  const key = (repository: string, digest: string) => `${repository} ${digest}`

  function see(active: ActiveUnit[]) {
    const at = Date.now()
    const now = new Set<string>()
    for (const { repository, digest, sent } of active.flatMap((unit) => unit.blobs)) {
      const name = key(repository, digest)
      now.add(name)
      const meter = meters.get(name) ?? new Speedometer()
      meter.see(at, sent)
      meters.set(name, meter)
    }
    ;[...meters.keys()].filter((name) => !now.has(name)).forEach((name) => meters.delete(name))
  }

  const of = (repository: string, digest: string) => meters.get(key(repository, digest))?.rate ?? 0
  return { see, of }
}
