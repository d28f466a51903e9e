import { useI18n } from 'vue-i18n'
import { cronWords } from '@/pages/tasks/form/cron'
import type { TargetForm, TaskForm } from '@/pages/tasks/form/taskForm'

/** A place in a registry, and what of it is meant. */
export interface Place {
  place: string
  note: string
}

/** Names of registries may hold anything, and are set apart. */
function joined(registry: string, ...path: (string | undefined)[]): string {
  return [registry, path.filter((part) => part).join('/')].filter((part) => part).join(' › ')
}

/** Tasks in words. */
export function useTaskWords() {
  const { t } = useI18n()

  function source({ source }: TaskForm): Place {
    if (source.kind === 'images') {
      const count = source.images.split('\n').filter((line) => line !== '').length
      return { place: t('tasks.words.imageList'), note: t('tasks.words.images', { count }) }
    }
    const { registry, project, repositories } = source
    if (repositories.length === 1) {
      return { place: joined(registry, project, repositories[0]), note: '' }
    }
    if (repositories.length > 1) {
      return { place: joined(registry, project), note: t('tasks.words.repositories', { count: repositories.length }) }
    }
    return {
      place: joined(registry, project),
      note: project ? t('tasks.words.wholeProject') : t('tasks.words.wholeRegistry'),
    }
  }

  function target({ registry, projects, repository }: TargetForm): string[] {
    return (projects.length > 0 ? projects : ['']).map((project) => joined(registry, project, repository))
  }

  const targets = (form: TaskForm): string[] => form.targets.flatMap(target)

  /** A schedule as people say it, or else as it is written. */
  function schedule(cron: string): string {
    if (cron === '') {
      return t('tasks.words.byHand')
    }
    const words = cronWords(cron)
    return words ? t(`tasks.cron.${words.key}`, words.values) : cron
  }

  return { source, targets, schedule }
}
