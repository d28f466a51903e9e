import { address } from '@/api/client'

export interface LiveHandlers {
  [event: string]: (data: never) => void
}

/**
 * Follows a stream of events. The browser opens it again by itself when it breaks, and tells the server where it was.
 *
 * @param path     such as {@code /api/v1/dashboard/events}
 * @param handlers by the name of the event; {@code end} closes the stream
 * @param broken   is told whether the stream is broken, and when it is no longer
 * @returns what ends it
 */
export function follow(path: string, handlers: LiveHandlers, broken: (isBroken: boolean) => void = () => {}) {
  const source = new EventSource(address(path))
  const close = () => source.close()
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      broken(false)
      handle(JSON.parse((event as MessageEvent<string>).data) as never)
      if (name === 'end') {
        close()
      }
    })
  }
  source.onopen = () => broken(false)
  source.onerror = () => broken(true)
  return close
}
