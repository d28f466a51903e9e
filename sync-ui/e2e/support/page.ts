import type { Page } from 'playwright-core'

/** Asks the server as the page would, with its session. */
export async function ask<T>(page: Page, method: string, path: string, body?: unknown): Promise<T> {
  return page.evaluate(
    async ([method, path, body]) => {
      const token = document.cookie
        .split('; ')
        .find((each) => each.startsWith('registry_sync_csrf='))
        ?.split('=')[1]
      const answer = await fetch(`/api/v1${path}`, {
        method: method as string,
        headers: { 'Content-Type': 'application/json', 'X-XSRF-TOKEN': decodeURIComponent(token ?? '') },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      if (!answer.ok) {
        throw new Error(`${answer.status} ${text}`)
      }
      return text === '' ? undefined : JSON.parse(text)
    },
    [method, path, body] as const,
  ) as Promise<T>
}
