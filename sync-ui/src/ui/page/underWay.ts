import { onScopeDispose, ref, shallowRef } from 'vue'
import { follow } from '@/api/live'
import { useCalm } from '@/ui/page/calm'
import type { Cards, Now } from '@api/schema'

/**
 * What runs, as the server tells each second.
 *
 * @param changed asks again for what the stream does not tell; called when something has begun or ended
 */
export function useUnderWay(changed: () => Promise<void>) {
  const now = shallowRef<Now>()
  const isBroken = ref(false)
  const tell = useCalm(changed, 1_000)

  function dashboard(next: Now) {
    const before = now.value
    now.value = next
    if (before && counts(before.cards) !== counts(next.cards)) {
      tell()
    }
  }

  onScopeDispose(follow('/api/v1/dashboard/events', { dashboard }, (link) => (isBroken.value = link === 'broken')))
  return { now, isBroken }
}

/** Each execution that begins, goes on or ends changes one of these, also where another does so in the same second. */
function counts({ executions, queued, running, succeeded, failed, skipped }: Cards): string {
  return [executions, queued, running, succeeded, failed, skipped].join()
}
