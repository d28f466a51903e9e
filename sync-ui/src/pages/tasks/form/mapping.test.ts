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
    expect(mapped('a/b/c/img', 'ns', { flatten, renames: [] })).toBe(expected)
  })

  it('keeps its last component', () => {
    expect(mapped('img', 'ns', { flatten: '3', renames: [] })).toBe('ns/img')
  })

  it('has the project of the target in place of its own where nothing is said', () => {
    expect(mapped('library/nginx', 'prod', { flatten: '', renames: [] })).toBe('prod/nginx')
    expect(mapped('library/nginx', '', { flatten: '', renames: [] })).toBe('library/nginx')
  })

  it('is renamed before, and then nothing is taken away by itself', () => {
    const renames = [{ match: '^team/(.*)$', replace: 'mirror/$1' }]
    expect(mapped('team/app', 'ns', { flatten: '', renames })).toBe('ns/mirror/app')
    expect(mapped('team/app', 'ns', { flatten: '1', renames })).toBe('ns/app')
    expect(mapped('other/app', 'ns', { flatten: '', renames: [{ match: '((', replace: '' }] })).toBe('ns/other/app')
  })
})
