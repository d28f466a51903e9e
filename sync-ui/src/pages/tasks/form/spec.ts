/** What a task does, as a sync file has it; the same words as the server's, see docs/sync-file.md. */
export type Spec = Record<string, unknown>

export function isGroup(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What stands at a path such as {@code tags.newest}; nothing where a part of it is missing. */
export function at(spec: Spec, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isGroup(value) ? value[key] : undefined), spec)
}

/** Writes a value, or takes the key away where there is none, and the groups that are empty then. */
export function put(spec: Spec, path: string, value: unknown) {
  const dot = path.indexOf('.')
  if (dot < 0) {
    if (value === undefined) {
      delete spec[path]
    } else {
      spec[path] = value
    }
    return
  }
  const name = path.slice(0, dot)
  const group = spec[name]
  if (!isGroup(group) && value === undefined) {
    return
  }
  const inner = isGroup(group) ? group : {}
  put(inner, path.slice(dot + 1), value)
  put(spec, name, Object.keys(inner).length > 0 ? inner : undefined)
}

export function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A list, or a single value where a list is expected. */
export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(text).filter((each) => each !== '')
}

/** Patterns as a list, or as one text with commas between them. */
export function patterns(value: unknown): string[] {
  return typeof value === 'string' ? splitPatterns(value) : texts(value)
}

/** At commas and line breaks; a comma within brackets, or behind a backslash, belongs to its pattern. */
export function splitPatterns(written: string): string[] {
  const found: string[] = []
  let current = ''
  let depth = 0
  for (let index = 0; index < written.length; index++) {
    const char = written[index]!
    if (char === '\\') {
      current += char + (written[++index] ?? '')
    } else if (char === '\n' || (char === ',' && depth === 0)) {
      found.push(current)
      current = ''
      depth = 0
    } else {
      depth = Math.max(0, depth + ('([{'.includes(char) ? 1 : ')]}'.includes(char) ? -1 : 0))
      current += char
    }
  }
  return [...found, current].map((each) => each.trim()).filter((each) => each !== '')
}
