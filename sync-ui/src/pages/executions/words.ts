import { useI18n } from 'vue-i18n'
import { isOver } from '@/pages/executions/run/liveRun'
import { useNow } from '@/ui/value/now'
import type { ExecutionView } from '@api/schema'

/** What is said of executions in several places. */
export function useExecutionWords() {
  const { t } = useI18n()
  const now = useNow()

  /** Why it runs, and who wanted it. */
  function why({ trigger, requestedBy }: ExecutionView): string {
    const word = t(`executions.triggers.${trigger}`)
    return requestedBy ? `${word} · ${requestedBy}` : word
  }

  /** Milliseconds that it took, or has taken until now; none where it has not begun. */
  function elapsed(execution: ExecutionView): number | null {
    const { startedAt, durationMillis } = execution
    return startedAt && !isOver(execution) ? Math.max(0, now.value - Date.parse(startedAt)) : durationMillis
  }

  return { why, elapsed }
}
