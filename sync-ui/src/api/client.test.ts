import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const MINUTE = 60_000

describe('a page that asks by itself', () => {
  const asked = vi.fn(async (request: Request) => request.headers.get('X-Unattended') ?? '')

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('fetch', async (request: Request) => {
      await asked(request)
      return Response.json({})
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('says so after a minute in which nobody touched it', async () => {
    const { api } = await import('@/api/client')
    const isUnattended = async () => {
      await api.GET('/api/v1/about')
      return (await asked.mock.results.at(-1)!.value) === '1'
    }

    expect(await isUnattended()).toBe(false)
    vi.advanceTimersByTime(MINUTE)
    expect(await isUnattended()).toBe(true)
    dispatchEvent(new Event('keydown'))
    expect(await isUnattended()).toBe(false)
  })
})
