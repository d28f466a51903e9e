import { ElMessage } from 'element-plus'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { api, unwrap } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Wizard } from '@/pages/tasks/wizard/wizard'
import type { TaskView } from '@api/schema'

/** Makes the task of a wizard, or changes it. */
export function useSaving(wizard: Wizard) {
  const { t } = useI18n()
  const isBusy = ref(false)
  const isSaved = ref(false)

  function send(): Promise<TaskView> {
    const body = { ...wizard.settings, spec: wizard.spec.value }
    return wizard.task ? change(wizard.task, body) : unwrap(api.POST('/api/v1/tasks', { body }))
  }

  /** Whether the schedule counts has a call of its own. */
  async function change(task: TaskView, body: object): Promise<TaskView> {
    const params = { path: { id: task.id } }
    const changed = await unwrap(api.PUT('/api/v1/tasks/{id}', { params, body: { ...body, version: task.version } }))
    return changed.enabled === wizard.form.enabled
      ? changed
      : unwrap(api.PATCH('/api/v1/tasks/{id}', { params, body: { enabled: wizard.form.enabled } }))
  }

  /** @returns the id, or nothing where the server refused */
  async function save(): Promise<number | undefined> {
    isBusy.value = true
    wizard.refusal.value = undefined
    try {
      const task = await send()
      isSaved.value = true
      ElMessage.success(wizard.task ? t('wizard.changed') : t('wizard.created'))
      return task.id
    } catch (failure) {
      wizard.refusal.value = Problem.from(failure)
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, isSaved, save }
}
