import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { follow } from '@/api/live'

/** A stream as browsers have it, for which the test is the server. */
class Stream extends EventTarget {
  static readonly CLOSED = 2
  static all: Stream[] = []
  readyState = 1
  onopen?: () => void
  onerror?: () => void

  constructor(readonly url: string) {
    super()
    Stream.all.push(this)
  }

  static get open() {
    return Stream.all.filter(({ readyState }) => readyState !== Stream.CLOSED)
  }

  close() {
    this.readyState = Stream.CLOSED
  }

  tell(name: string, data: unknown, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId }))
  }

  refuse() {
    this.close()
    this.onerror?.()
  }
}

describe('a stream of events', () => {
  const progress = vi.fn()
  const changed = vi.fn()
  const hidden = vi.spyOn(document, 'hidden', 'get')
  let leave: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Stream)
    vi.spyOn(api, 'GET').mockResolvedValue({} as never)
    vi.clearAllMocks()
    Stream.all = []
    hidden.mockReturnValue(false)
    leave = follow('/api/v1/executions/7/events', { progress, end: () => undefined }, changed)
  })
  afterEach(() => {
    leave()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  async function look(isSeen: boolean, millis = 0) {
    hidden.mockReturnValue(!isSeen)
    document.dispatchEvent(new Event('visibilitychange'))
    await vi.advanceTimersByTimeAsync(millis)
  }

  it('tells what arrives, until its end', () => {
    Stream.all[0]!.tell('progress', { percent: 4 })
    expect(progress).toHaveBeenCalledWith({ percent: 4 })
    Stream.all[0]!.tell('end', {})
    expect(Stream.open).toHaveLength(0)
  })

  it('is opened again where the browser has given up', async () => {
    Stream.all[0]!.refuse()
    expect(changed).toHaveBeenLastCalledWith('broken')
    await vi.advanceTimersByTimeAsync(5_000)
    expect(Stream.open).toHaveLength(1)
  })

  it('rests while nobody sees the page, and goes on from where it was', async () => {
    Stream.all[0]!.tell('progress', {}, '42')
    await look(false, 60_000)
    expect(Stream.open).toHaveLength(0)
    expect(changed).toHaveBeenLastCalledWith('resting')
    await look(true)
    expect(Stream.open.map(({ url }) => url)).toEqual([expect.stringMatching(/\/events\?lastEventId=42$/)])
  })

  it('does not rest where somebody has looked away for a moment', async () => {
    await look(false, 3_000)
    await look(true, 60_000)
    expect(Stream.all).toHaveLength(1)
    expect(Stream.open).toHaveLength(1)
  })

  it('is one stream, whenever it breaks', async () => {
    await look(false, 1_000)
    Stream.all[0]!.refuse()
    await look(true, 60_000)
    expect(Stream.open).toHaveLength(1)
    Stream.open[0]!.refuse()
    await look(false, 60_000)
    await look(true, 60_000)
    expect(Stream.open).toHaveLength(1)
  })

  it('is not opened again when it was left', async () => {
    await look(false, 60_000)
    leave()
    await look(true, 60_000)
    expect(Stream.open).toHaveLength(0)
  })

  it('rests in a page that was never seen', async () => {
    leave()
    hidden.mockReturnValue(true)
    leave = follow('/api/v1/dashboard/events', {})
    await vi.advanceTimersByTimeAsync(60_000)
    expect(Stream.open).toHaveLength(0)
  })
})
