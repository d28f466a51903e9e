import { describe, expect, it } from 'vitest'
import { mapped } from '@/pages/tasks/form/mapping'

describe('a name in the target', () => {
  it.each([
    ['none', 'ns/a/b/c/img'],
    ['all', 'ns/img'],
    ['1', 'ns/b/c/img'],
    ['2', 'ns/c/img'],
    ['3', 'ns/img'],
  ])('loses %s of its components', (flatten, expected) => {
    expect(mapped('a/b/c/img', { project: 'ns' }, { flatten, renames: [] })).toBe(expected)
  })

  it('keeps its last component', () => {
    expect(mapped('img', { project: 'ns' }, { flatten: '3', renames: [] })).toBe('ns/img')
  })

  it('has the project of the target in place of its own where nothing is said', () => {
    expect(mapped('library/nginx', { project: 'prod' }, { flatten: '', renames: [] })).toBe('prod/nginx')
    expect(mapped('library/nginx', { project: '' }, { flatten: '', renames: [] })).toBe('library/nginx')
  })

  it('has it in place of all components that the project of the source has', () => {
    const way = { sourceProject: 'team/sub', project: 'prod' }
    expect(mapped('team/sub/web/app', way, { flatten: '', renames: [] })).toBe('prod/web/app')
    expect(mapped('team/sub/web/app', way, { flatten: '1', renames: [] })).toBe('prod/sub/web/app')
    expect(mapped('team/sub/app', { ...way, project: '' }, { flatten: '', renames: [] })).toBe('team/sub/app')
  })

  it('is the one that is given, whatever the rules say', () => {
    const renames = [{ match: 'app', replace: 'x' }]
    const way = { sourceProject: 'team', project: 'prod', repository: 'mirror/app' }
    expect(mapped('team/app', way, { flatten: 'all', renames })).toBe('prod/mirror/app')
    expect(mapped('team/app', { ...way, project: '' }, { flatten: '', renames: [] })).toBe('mirror/app')
  })

  it('is renamed before, and then nothing is taken away by itself', () => {
    const renames = [{ match: '^team/(.*)$', replace: 'mirror/$1' }]
    expect(mapped('team/app', { project: 'ns' }, { flatten: '', renames })).toBe('ns/mirror/app')
    expect(mapped('team/app', { project: 'ns' }, { flatten: '1', renames })).toBe('ns/app')
    expect(mapped('other/app', { project: 'ns' }, { flatten: '', renames: [{ match: '((', replace: '' }] })).toBe(
      'ns/other/app',
    )
  })
})
