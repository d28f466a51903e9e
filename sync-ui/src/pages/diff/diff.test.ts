import { describe, expect, it } from 'vitest'
import { draftFrom, isComplete, queryOf, specOfDiff } from '@/pages/diff/diff'

describe('a comparison', () => {
  it('stands in the address', () => {
    const queries: Record<string, string>[] = [
      { task: '7' },
      { source: 'hub', repository: 'library/nginx', target: 'harbor', to: 'prod/nginx' },
      { source: 'hub', repository: 'library/', target: 'harbor', to: '' },
      { source: 'one', repository: '', target: 'other', to: '' },
    ]
    for (const query of queries) {
      const draft = draftFrom(query)
      expect(queryOf(draft)).toEqual(query)
      expect(isComplete(draft)).toBe(true)
    }
  })

  it('needs both sides', () => {
    expect(isComplete(draftFrom({}))).toBe(false)
    expect(isComplete(draftFrom({ source: 'hub', repository: ' ', target: 'harbor', to: 'x' }))).toBe(false)
    expect(isComplete(draftFrom({ source: 'hub', repository: 'x', target: 'harbor', to: 'team/' }))).toBe(false)
    expect(isComplete(draftFrom({ source: 'hub', repository: '', target: '', to: '' }))).toBe(false)
  })

  it('of more than repositories becomes a task as well', () => {
    const query = { source: 'hub', repository: 'library/ ', target: 'harbor', to: '' }
    expect(specOfDiff(draftFrom(query))).toEqual({
      source: { registry: 'hub', project: 'library' },
      targets: [{ registry: 'harbor' }],
    })
  })

  it('becomes a task', () => {
    const query = { source: 'hub', repository: 'library/nginx', target: 'harbor', to: 'prod/nginx ' }
    expect(specOfDiff(draftFrom(query))).toEqual({
      source: { registry: 'hub', repository: 'library/nginx' },
      targets: [{ registry: 'harbor', repository: 'prod/nginx' }],
    })
  })
})
