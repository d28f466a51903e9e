import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { api, unwrap } from '@/api/client'
import { attempt, confirmed } from '@/ui/form/ask'
import type { ExecutionView } from '@api/schema'

type Named = Pick<ExecutionView, 'id' | 'name'>

/** What people do with executions. */
export function useExecutionActions() {
  const { t } = useI18n()
  const router = useRouter()

  /** Answers whether it is now to stop. */
  async function stop({ id, name }: Named): Promise<boolean> {
    const question = t('executions.stopQuestion', { name })
    if (!(await confirmed(question, t('executions.stopTitle'), t('executions.stop'), t('executions.cancel')))) {
      return false
    }
    const stopped = await attempt(
      () => unwrap(api.POST('/api/v1/executions/{id}/stop', { params: { path: { id } } })),
      t('executions.stopping'),
    )
    return stopped !== undefined
  }

  /** Does again what was not done, and goes there. */
  async function retry({ id }: Named) {
    const next = await attempt(
      () => unwrap(api.POST('/api/v1/executions/{id}/retry', { params: { path: { id } } })),
      t('executions.retrying'),
    )
    if (next) {
      await router.push(`/executions/${next.id}`)
    }
  }

  /** Runs the task once more, all of it, and goes there. */
  async function runAgain(taskId: number) {
    const next = await attempt(
      () => unwrap(api.POST('/api/v1/tasks/{id}/run', { params: { path: { id: taskId } } })),
      t('executions.started'),
    )
    if (next) {
      await router.push(`/executions/${next.execution}`)
    }
  }

  return { stop, retry, runAgain }
}
