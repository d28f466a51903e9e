import { describe, expect, it } from 'vitest'
import { Problem } from './problem'

const answer = (body: unknown, status = 400) => new Response(JSON.stringify(body), { status })

describe('a problem', () => {
  it('is what the server says', async () => {
    const problem = await Problem.of(
      answer({ code: 'name_taken', detail: 'another task is called web', hint: 'h' }, 409),
    )
    expect(problem).toMatchObject({ status: 409, code: 'name_taken', message: 'another task is called web', hint: 'h' })
  })

  it('names a field once', async () => {
    const errors = [
      { path: 'tags.newest', line: 3, message: 'newest: must be 0 or more' },
      { path: 'name', line: 1, message: 'missing' },
    ]
    const problem = await Problem.of(answer({ code: 'spec', detail: 'all of it', errors }))
    expect(problem.fields).toEqual([
      { path: 'tags.newest', message: 'must be 0 or more' },
      { path: 'name', message: 'missing' },
    ])
  })

  it('takes mistakes by field, too', async () => {
    const problem = await Problem.of(answer({ code: 'channel', fields: { url: 'missing' } }))
    expect(problem.fields).toEqual([{ path: 'url', message: 'missing' }])
  })

  it('is told from nothing but a status', async () => {
    const problem = await Problem.of(new Response('<html>', { status: 502 }))
    expect(problem).toMatchObject({ status: 502, code: '', message: '502' })
    expect(Problem.from(new TypeError('fetch failed'))).toMatchObject({ status: 0, code: 'unreachable' })
  })
})
