/** How many leading components give way, by the words of a spec. */
const LEVELS: Record<string, number> = { none: 0, '1': 1, '2': 2, '3': 3, all: Number.POSITIVE_INFINITY }

export interface Mapping {
  flatten: string
  renames: { match: string; replace: string }[]
}

/** Where a repository comes from, and where it goes to; empty where nothing is said. */
export interface Way {
  sourceProject?: string
  project: string
  repository?: string
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
 * tells what the server makes of it. A name that is given counts for itself. Where nothing else is said, the project of
 * the source gives way as a whole, or the first component where none is named.
 */
export function mapped(name: string, { sourceProject = '', project, repository = '' }: Way, mapping: Mapping): string {
  const rules = mapping.renames.filter((each) => each.match !== '')
  const isStandard = mapping.flatten === '' && rules.length === 0 && project !== ''
  const rest = () =>
    isStandard && name.startsWith(`${sourceProject}/`)
      ? name.slice(sourceProject.length + 1)
      : stripped(renamed(name, rules), mapping.flatten || (isStandard ? '1' : 'none'))
  return [project, repository || rest()].filter((part) => part !== '').join('/')
}

function stripped(name: string, flatten: string): string {
  const parts = name.split('/')
  return parts.slice(Math.min(LEVELS[flatten] ?? 0, parts.length - 1)).join('/')
}
