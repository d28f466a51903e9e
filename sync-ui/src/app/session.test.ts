import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { Problem } from '@/api/problem'
import { useSession } from '@/app/session'

const ME = { username: 'ada', role: 'ADMIN' }
const refusal = (status: number) => Promise.reject(new Problem(status, '', 'no'))

describe('who has signed in', () => {
  const get = vi.spyOn(api, 'GET')
  const post = vi.spyOn(api, 'POST')

  async function known() {
    const session = useSession()
    get.mockReturnValueOnce(Promise.resolve({ data: ME }) as never)
    await session.load()
    expect(session.me?.username).toBe('ada')
    return session
  }

  beforeEach(() => setActivePinia(createPinia()))

  it('is nobody where the server says so', async () => {
    const session = await known()
    get.mockReturnValueOnce(refusal(401) as never)
    await session.load()
    expect(session.isKnown).toBe(false)
    expect(session.problem).toBeUndefined()
  })

  it('is not known where the server cannot say, which is told until it can', async () => {
    const session = useSession()
    get.mockReturnValueOnce(refusal(503) as never)
    await session.load()
    expect(session.isKnown).toBe(false)
    expect(session.problem?.status).toBe(503)
    await known()
    expect(session.problem).toBeUndefined()
  })

  it('is still known where the server cannot say it again', async () => {
    const session = await known()
    get.mockReturnValueOnce(refusal(503) as never)
    await session.load()
    expect(session.isKnown).toBe(true)
  })

  it.each([503, 0])('has not left where leaving fails (%s)', async (status) => {
    const session = await known()
    post.mockReturnValueOnce(refusal(status) as never)
    await expect(session.leave()).rejects.toThrow()
    expect(session.isKnown).toBe(true)
  })

  it('has left where the server has forgotten them already', async () => {
    const session = await known()
    post.mockReturnValueOnce(refusal(401) as never)
    await session.leave()
    expect(session.isKnown).toBe(false)
  })
})
