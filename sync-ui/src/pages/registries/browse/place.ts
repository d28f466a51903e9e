import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** Where in a registry one is. */
export interface Place {
  project: string
  repository: string
  /** A tag or a digest. */
  reference: string
  /** Of an image for several platforms, the one that is looked into. */
  digest: string
}

/** What columns there are, from the widest to the narrowest. */
export type Level = 'project' | 'repository' | 'tag' | 'image'

export function levelOf(place: Place, hasAll: boolean): Level {
  if (place.reference) {
    return 'image'
  }
  if (place.repository) {
    return 'tag'
  }
  return place.project || hasAll ? 'repository' : 'project'
}

/**
 * Takes {@code repository:tag}, {@code repository@digest}, {@code repository}, or {@code project/} for what is below it,
 * with or without the registry's host.
 */
export function parsePlace(text: string, host: string): Place {
  const wish = text.trim().replace(/^https?:\/\//i, '')
  const path = wish.startsWith(`${host}/`) ? wish.slice(host.length + 1) : wish
  const [, project] = /^([^:@]+?)\/+$/.exec(path) ?? []
  if (project) {
    return { project, repository: '', reference: '', digest: '' }
  }
  const [, repository = '', tag = '', digest = ''] = /^([^:@]+)(?::([^@]+))?(?:@(.+))?$/.exec(path) ?? []
  const slash = repository.indexOf('/')
  return { project: slash > 0 ? repository.slice(0, slash) : '', repository, reference: digest || tag, digest: '' }
}

/** The place in the address, so that it can be linked to and gone back from. */
export function usePlace() {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => (typeof route.query[name] === 'string' ? (route.query[name] as string) : '')
  const place = computed<Place>(() => ({
    project: text('project'),
    repository: text('repository'),
    reference: text('reference'),
    digest: text('digest'),
  }))
  /** All repositories, whatever their project. */
  const hasAll = computed(() => 'all' in route.query)
  const level = computed(() => levelOf(place.value, hasAll.value))

  function go(wish: Partial<Place> & { all?: boolean }) {
    const { all, ...rest } = wish
    const query: Record<string, string> = all ? { all: '1' } : {}
    Object.entries(rest).forEach(([name, value]) => value && (query[name] = value))
    void router.push({ query })
  }

  return { place, hasAll, level, go }
}
