/** How many leading components give way, by the words of a spec. */
const LEVELS: Record<string, number> = { none: 0, '1': 1, '2': 2, '3': 3, all: Number.POSITIVE_INFINITY }

export interface Mapping {
  flatten: string
  renames: { match: string; replace: string }[]
}

function renamed(name: string, renames: Mapping['renames']): string {
  return renames.reduce((current, { match, replace }) => {
    try {
      return match === '' ? current : current.replace(new RegExp(match), replace)
    } catch {
      // The server says what is wrong with the pattern.
      return current
    }
  }, name)
}

/**
 * What a repository of the source is called below a project of the target: as an example while one types; the preview
 * tells what the server makes of it.
 */
export function mapped(name: string, project: string, { flatten, renames }: Mapping): string {
  const rules = renames.filter((each) => each.match !== '')
  const standard = project === '' || rules.length > 0 ? 'none' : '1'
  const parts = renamed(name, rules).split('/')
  const levels = LEVELS[flatten || standard] ?? 0
  const rest = parts.slice(Math.min(levels, parts.length - 1))
  return [project, ...rest].filter((part) => part !== '').join('/')
}
