import { address, api } from '@/api/client'

export interface LiveHandlers {
  [event: string]: (data: never) => void
}

const AGAIN_AFTER = 5_000

/**
 * Follows a stream of events. The browser opens it again by itself when it breaks, and tells the server where it was. Where
 * it gives up, since something else than a stream was answered, it is opened again after a while.
 *
 * @param path     such as {@code /api/v1/dashboard/events}
 * @param handlers by the name of the event; {@code end} closes the stream
 * @param broken   is told whether the stream is broken, and when it is no longer
 * @returns what ends it
 */
export function follow(path: string, handlers: LiveHandlers, broken: (isBroken: boolean) => void = () => {}) {
  let source: EventSource
  let again: ReturnType<typeof setTimeout> | undefined
  let lastId = ''
  let isOver = false

  const close = () => {
    isOver = true
    clearTimeout(again)
    source.close()
  }

  function open() {
    source = new EventSource(address(lastId ? `${path}?lastEventId=${lastId}` : path))
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => {
        const { data, lastEventId } = event as MessageEvent<string>
        lastId = lastEventId || lastId
        broken(false)
        handle(JSON.parse(data) as never)
        if (name === 'end') {
          close()
        }
      })
    }
    source.onopen = () => broken(false)
    source.onerror = () => {
      broken(true)
      if (source.readyState === EventSource.CLOSED) {
        again = setTimeout(() => void reopen(), AGAIN_AFTER)
      }
    }
  }

  /** Where nobody has signed in any more, asking who we are leads to the sign-in. */
  async function reopen() {
    await api.GET('/api/v1/auth/me').catch(() => undefined)
    if (!isOver) {
      open()
    }
  }

  open()
  return close
}
