import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { api, unwrap } from '@/api/client'
import { attempt, confirmed } from '@/ui/form/ask'
import type { TaskView } from '@api/schema'

export function isUnderWay(task: TaskView): boolean {
  return task.last?.state === 'RUNNING' || task.last?.state === 'QUEUED'
}

/** What the buttons of a task do. */
export function useTaskActions(changed: () => Promise<void> | void) {
  const { t } = useI18n()
  const router = useRouter()
  const path = (task: TaskView) => ({ params: { path: { id: task.id } } })

  /** Begins, and shows the execution: by itself, or with the others as the first of their list. */
  async function run(task: TaskView, inList: boolean) {
    const started = await attempt(() => unwrap(api.POST('/api/v1/tasks/{id}/run', path(task))), t('tasks.started'))
    if (started) {
      const { execution } = started
      await router.push(inList ? { path: '/executions', state: { begun: execution } } : `/executions/${execution}`)
    }
  }

  async function stop(task: TaskView) {
    const sure = await confirmed(
      t('tasks.stopText'),
      t('tasks.stopTitle', { name: task.name }),
      t('tasks.stop'),
      t('tasks.cancel'),
    )
    if (sure) {
      await attempt(() => unwrap(api.POST('/api/v1/tasks/{id}/stop', path(task))), t('tasks.stopping'))
      await changed()
    }
  }

  async function setEnabled(task: TaskView, enabled: boolean) {
    await attempt(
      () => unwrap(api.PATCH('/api/v1/tasks/{id}', { ...path(task), body: { enabled } })),
      enabled ? t('tasks.nowEnabled') : t('tasks.nowDisabled'),
    )
    await changed()
  }

  /** @returns whether it is gone */
  async function remove(task: TaskView): Promise<boolean> {
    const sure = await confirmed(
      t('tasks.deleteText'),
      t('tasks.deleteTitle', { name: task.name }),
      t('tasks.delete'),
      t('tasks.cancel'),
    )
    if (!sure) {
      return false
    }
    const done = await attempt(async () => {
      await unwrap(api.DELETE('/api/v1/tasks/{id}', path(task)))
      return true
    }, t('tasks.deleted'))
    return done === true
  }

  return { run, stop, setEnabled, remove }
}
