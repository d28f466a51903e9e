import { describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { headline } from '@/ui/page/problems'
import { fieldMessage, useSaving } from '@/ui/form/saving'

describe('what the server says of a field', () => {
  it('is found by its path, or by the last part of it', () => {
    const problem = new Problem(400, 'spec', 'two mistakes', '', [
      { path: 'url', message: 'is no address' },
      { path: 'registries.hub.proxy', message: 'is no proxy' },
    ])
    expect(fieldMessage(problem, 'url')).toBe('is no address')
    expect(fieldMessage(problem, 'proxy')).toBe('is no proxy')
    expect(fieldMessage(problem, 'name')).toBe('')
  })

  it('is a sentence that begins with its name as a whole word', () => {
    const problem = new Problem(400, 'value', 'concurrency must be at least 1, not -1')
    expect(fieldMessage(problem, 'concurrency')).toBe(problem.message)
    expect(fieldMessage(problem, 'con')).toBe('')
    const taken = new Problem(409, 'name_taken', 'another one is called hub')
    expect(fieldMessage(taken, 'name')).toBe(headline(taken))
  })
})

describe('saving', () => {
  it('keeps what went wrong until it is tried again', async () => {
    const { problem, isBusy, save } = useSaving()
    expect(await save(() => Promise.reject(new Problem(409, 'changed', 'was changed')))).toBe(false)
    expect(problem.value?.code).toBe('changed')
    expect(isBusy.value).toBe(false)
    expect(await save(() => Promise.resolve())).toBe(true)
    expect(problem.value).toBeUndefined()
  })
})
