/** Where an image is. */
export interface Place {
  /** With its port. */
  host: string
  repository: string
  /** A tag or a digest; empty where there is neither. */
  reference: string
}

/** The parts of a name such as {@code registry:5000/prod/nginx:1.25}; none where it is no such name. */
export function place(name: string): Place | undefined {
  const slash = name.indexOf('/')
  if (slash < 1) {
    return undefined
  }
  const [host, path] = [name.slice(0, slash), name.slice(slash + 1)]
  const at = path.indexOf('@')
  const named = at < 0 ? path : path.slice(0, at)
  const colon = named.indexOf(':')
  const repository = colon < 0 ? named : named.slice(0, colon)
  const tag = colon < 0 ? '' : named.slice(colon + 1)
  return { host, repository, reference: at < 0 ? tag : path.slice(at + 1) }
}

/** Where a place can be looked at in the browser of its registry; none where that is not one of ours. */
export function browsing(name: string, registries: Map<string, number>) {
  const where = place(name)
  const registry = where && registries.get(where.host)
  if (!where || registry === undefined) {
    return undefined
  }
  const { repository, reference } = where
  const slash = repository.indexOf('/')
  const query = { project: slash > 0 ? repository.slice(0, slash) : '', repository, reference }
  return {
    path: `/registries/${registry}/browse`,
    query: Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
  }
}
