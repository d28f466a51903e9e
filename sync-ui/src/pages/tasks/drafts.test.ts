import { afterEach, describe, expect, it } from 'vitest'
import { leaveDraft, takeDraft, type Draft } from '@/pages/tasks/drafts'

describe('a draft', () => {
  const made: Draft = { spec: { name: 'a' } }
  const changed: Draft = {
    spec: { name: 'b' },
    settings: { priority: 3, parallelism: 2, overlap: 'QUEUE' },
    task: { id: 7, version: 3 },
  }

  afterEach(() => sessionStorage.clear())

  it.each([
    [undefined, made],
    [7, changed],
  ])('is taken as it was left, once, for %s', (id, draft) => {
    leaveDraft(draft)
    expect(takeDraft(id)).toEqual(draft)
    expect(takeDraft(id)).toBeUndefined()
  })

  it('is of no use for another task', () => {
    leaveDraft(changed)
    expect(takeDraft(8)).toBeUndefined()
    leaveDraft(changed)
    expect(takeDraft(undefined)).toBeUndefined()
    leaveDraft(made)
    expect(takeDraft(7)).toBeUndefined()
  })
})
