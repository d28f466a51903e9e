import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from '@api/schema'
import { Problem } from '@/api/problem'

const CSRF_COOKIE = 'registry_sync_csrf'

/** The folder of the page: the server may be anywhere below its host. */
export const BASE = new URL('.', location.href).pathname.replace(/\/$/, '')

type Listener = () => void
const unknownListeners = new Set<Listener>()

/** Is told when the server does not know us, or no longer. */
export function onUnknown(listener: Listener) {
  unknownListeners.add(listener)
}

function csrfToken(): string | undefined {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith(`${CSRF_COOKIE}=`))
  return cookie && decodeURIComponent(cookie.slice(CSRF_COOKIE.length + 1))
}

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
const UNATTENDED_AFTER = 60_000
let touched = Date.now()
TOUCHES.forEach((name) => addEventListener(name, () => (touched = Date.now()), { capture: true, passive: true }))

/** Adds what browsers must prove, and turns answers that are problems into exceptions. */
const manners: Middleware = {
  onRequest({ request }) {
    const token = csrfToken()
    if (token && request.method !== 'GET') {
      request.headers.set('X-XSRF-TOKEN', token)
    }
    // A page that asks by itself must not keep a session alive.
    if (Date.now() - touched >= UNATTENDED_AFTER) {
      request.headers.set('X-Unattended', '1')
    }
    return request
  },
  async onResponse({ response, schemaPath }) {
    if (response.ok) {
      return
    }
    if (response.status === 401 && schemaPath !== '/api/v1/auth/login') {
      unknownListeners.forEach((listener) => listener())
    }
    throw await Problem.of(response)
  },
  onError({ error }) {
    return Problem.from(error)
  },
}

export const api = createClient<paths>({ baseUrl: BASE || location.origin })
api.use(manners)

/** The content of an answer. Failures are thrown as {@link Problem}. */
export async function unwrap<T>(call: Promise<{ data?: T }>): Promise<T> {
  try {
    const { data } = await call
    return data as T
  } catch (failure) {
    throw Problem.from(failure)
  }
}

/** The address of a download. */
export function address(path: string): string {
  return `${BASE}${path}`
}
