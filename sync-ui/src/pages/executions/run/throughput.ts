import { computed, watch, type Ref } from 'vue'
import { api, unwrap } from '@/api/client'
import type { LiveRun } from '@/pages/executions/run/liveRun'
import { thinned, type Rate } from '@/pages/executions/run/rates'
import { useLoaded } from '@/ui/page/loaded'
import type { Sample } from '@api/schema'

/** How fast an execution was from its beginning: as it was kept, and since this page is open as it is watched. */
export function useThroughput({ id, isRunning, points }: LiveRun): Ref<Rate[]> {
  const kept = useLoaded(() => unwrap(api.GET('/api/v1/executions/{id}/throughput', { params: { path: { id } } })))
  watch(isRunning, (runs, ran) => {
    if (ran && !runs) {
      void kept.reload()
    }
  })
  return computed(() => joined(ratesOf(kept.data.value?.samples ?? []), points.value))
}

/** What was kept until somebody watched, and what he saw. */
export function joined(kept: Rate[], watched: Rate[]): Rate[] {
  const from = watched[0]?.at ?? Infinity
  return thinned([...kept.filter(({ at }) => at < from), ...watched])
}

/** The average of each interval in its middle; between intervals nothing was sent. */
export function ratesOf(samples: Sample[]): Rate[] {
  return samples.flatMap(({ at, seconds, bytes }, index) => {
    const begin = Date.parse(at)
    const before = samples[index - 1]
    const end = before && Date.parse(before.at) + before.seconds * 1000
    const pause = end !== undefined && end < begin ? [end, begin].map((edge) => ({ at: edge, rate: 0 })) : []
    return [...pause, { at: begin + seconds * 500, rate: bytes / seconds }]
  })
}
