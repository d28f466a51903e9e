import type { Spec } from '@/pages/tasks/form/spec'

export interface QuickSyncDraft {
  /** One a line, with comments. */
  images: string
  registry: string
  projects: string[]
  flatten: string
  platforms: string[]
}

/** How many components of a path give way, in the order of the manual. */
export const LEVELS = ['none', 'all', '1', '2', '3']

/** The images of a list, without comments. */
export function imagesIn(list: string): string[] {
  return list
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
}

/** The same as a task, for the wizard. */
export function specOfQuickSync({ images, registry, projects, flatten, platforms }: QuickSyncDraft): Spec {
  const project = projects.length === 1 ? projects[0] : projects
  return {
    source: { images: imagesIn(images) },
    targets: [{ registry, ...(projects.length > 0 && { project }) }],
    ...(platforms.length > 0 && { platforms: [...platforms] }),
    mapping: { flatten: /^\d$/.test(flatten) ? Number(flatten) : flatten },
  }
}
