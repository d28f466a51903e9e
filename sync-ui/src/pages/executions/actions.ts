import { ref } from 'vue'
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
  /** The execution that is being tried again, and the task that is being run: what has begun is not begun twice. */
  const retrying = ref<number>()
  const starting = ref<number>()

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
    retrying.value = id
    const next = await attempt(
      () => unwrap(api.POST('/api/v1/executions/{id}/retry', { params: { path: { id } } })),
      t('executions.retrying'),
    )
    if (next) {
      await router.push(`/executions/${next.id}`)
    }
    retrying.value = undefined
  }

  /** Runs the task once more, all of it, and goes there. */
  async function runAgain(taskId: number) {
    starting.value = taskId
    const next = await attempt(
      () => unwrap(api.POST('/api/v1/tasks/{id}/run', { params: { path: { id: taskId } } })),
      t('executions.started'),
    )
    if (next) {
      await router.push(`/executions/${next.execution}`)
    }
    starting.value = undefined
  }

  return { stop, retry, retrying, runAgain, starting }
}
