import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Api } from './api'
import { Companion, freePort } from './processes'

export interface Site {
  origin: string
  username: string
  password: string
}

const PROGRAM = process.env.REGISTRY_SYNC ?? '../sync-cli/target/registry-sync/bin/registry-sync'
const FIRST_PASSWORD = 'First-password-1'
const PASSWORD = 'Second-password-2'

/**
 * The packaged server with a folder of its own and the demo's registries, of which the demo's task was run once,
 * and images were copied once of which one is not there.
 *
 * @returns where it is, and what ends it
 */
export async function startServer(): Promise<{ site: Site; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'registry-sync-e2e-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const server = new Companion(
    resolve(PROGRAM),
    ['server', '--demo', '--address', '127.0.0.1', '--port', String(port), '--data', folder],
    { REGISTRY_SYNC_ADMIN_PASSWORD: FIRST_PASSWORD },
  )
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await server.answers(`${origin}/health`)
    const site = { origin, username: 'admin', password: PASSWORD }
    await furnish(site)
    return { site, stop }
  } catch (failure) {
    await stop()
    throw failure
  }
}

/** Changes the first password, as everyone must, and runs what there is, so that there is something to be seen. */
async function furnish({ origin, username, password }: Site) {
  const api = new Api(origin)
  await api.signIn(username, FIRST_PASSWORD)
  await api.post('/auth/password', { currentPassword: FIRST_PASSWORD, newPassword: password })
  await api.signIn(username, password)
  const { items } = await api.get<{ items: { id: number }[] }>('/tasks')
  const done = await api.post<{ execution: number }>(`/tasks/${items[0]!.id}/run`)
  await api.ended(done.execution)
  const { host } = await api.get<{ host: string }>('/registries/1')
  const failed = await api.post<{ execution: number }>('/quick-sync', {
    name: 'some',
    images: `${host}/shop/api:1.25.3\n${host}/shop/api:gone`,
    registry: 'demo-target',
    projects: ['some'],
    flatten: '1',
    platforms: [],
  })
  await api.ended(failed.execution)
}
