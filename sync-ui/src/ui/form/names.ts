import { api, unwrap } from '@/api/client'
import type { NamesView } from '@api/schema'

const AT_ONCE = 50

/** Finds names that contain a text. */
export type FindNames = (text: string) => Promise<string[]>

const items = (answer: Promise<NamesView>) => answer.then((names) => names.items)

/** The projects, namespaces or organisations of a registry. */
export function projectsOf(id: number): FindNames {
  return (text) =>
    items(
      unwrap(api.GET('/api/v1/registries/{id}/projects', { params: { path: { id }, query: { text, size: AT_ONCE } } })),
    )
}

/** The repositories of a registry; of a project as they are called within it. */
export function repositoriesOf(id: number, project: string): FindNames {
  const prefix = project === '' ? '' : `${project}/`
  return async (text) => {
    const found = await items(
      unwrap(
        api.GET('/api/v1/registries/{id}/repositories', {
          params: { path: { id }, query: { project, text, size: AT_ONCE } },
        }),
      ),
    )
    return found.map((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : name))
  }
}
