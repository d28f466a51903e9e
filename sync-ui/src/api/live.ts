import { address, api } from '@/api/client'

export interface LiveHandlers {
  [event: string]: (data: never) => void
}

/** How a stream is: it rests while nobody looks at the page. */
export type Link = 'open' | 'broken' | 'resting'

const AGAIN_AFTER = 5_000
/** So long a page may be hidden before its stream is closed. */
const REST_AFTER = 10_000

/**
 * Follows a stream of events. The browser opens it again by itself when it breaks, and tells the server where it was. Where
 * it gives up, since something else than a stream was answered, it is opened again after a while.
 *
 * In a page that nobody sees it is closed after a while, and goes on from there when the page is seen again: over HTTP/1.1
 * browsers open six connections to a server, and six forgotten tabs would take them all.
 *
 * @param path     such as {@code /api/v1/dashboard/events}
 * @param handlers by the name of the event; {@code end} closes the stream
 * @param changed  is told how the stream is
 * @returns what ends it
 */
export function follow(path: string, handlers: LiveHandlers, changed: (link: Link) => void = () => {}) {
  let source: EventSource | undefined
  let soon: ReturnType<typeof setTimeout> | undefined
  let lastId = ''
  let isOver = false

  const close = () => {
    isOver = true
    clearTimeout(soon)
    source?.close()
    document.removeEventListener('visibilitychange', looked)
  }

  function open() {
    const opened = new EventSource(address(lastId ? `${path}?lastEventId=${lastId}` : path))
    source = opened
    for (const [name, handle] of Object.entries(handlers)) {
      opened.addEventListener(name, (event) => {
        const { data, lastEventId } = event as MessageEvent<string>
        lastId = lastEventId || lastId
        changed('open')
        handle(JSON.parse(data) as never)
        if (name === 'end') {
          close()
        }
      })
    }
    opened.onopen = () => changed('open')
    opened.onerror = () => {
      changed('broken')
      // In a hidden page that is left to the moment in which it is seen again.
      if (opened.readyState === EventSource.CLOSED && !document.hidden) {
        soon = setTimeout(() => void reopen(), AGAIN_AFTER)
      }
    }
  }

  /** Where nobody has signed in any more, asking who we are leads to the sign-in. */
  async function reopen() {
    await api.GET('/api/v1/auth/me').catch(() => undefined)
    if (!isOver && source?.readyState === EventSource.CLOSED) {
      open()
    }
  }

  /** Somebody has turned to the page, or away from it. */
  function looked() {
    clearTimeout(soon)
    if (document.hidden) {
      soon = setTimeout(rest, REST_AFTER)
    } else if (source?.readyState === EventSource.CLOSED) {
      open()
    }
  }

  function rest() {
    source?.close()
    changed('resting')
  }

  open()
  document.addEventListener('visibilitychange', looked)
  if (document.hidden) {
    looked()
  }
  return close
}
