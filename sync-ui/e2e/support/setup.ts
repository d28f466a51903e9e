import type { AddressInfo } from 'node:net'
import { preview } from 'vite'
import type { TestProject } from 'vitest/node'
import { freePort } from './processes'
import { startServer, type Site } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server that is tested. */
    site: Site
  }
}

/** The pages as they were built last, instead of those in the package, before a server. */
async function showPages(server: string) {
  process.env.SERVER = server
  const { httpServer, close } = await preview({
    preview: { host: '127.0.0.1', port: await freePort() },
    logLevel: 'error',
  })
  const { port } = httpServer.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close }
}

/**
 * The server of {@code SERVER}, or one that is there for the tests only; with {@code PREVIEW}, that one has the pages of
 * {@code target/web}.
 */
export default async function setup(project: TestProject) {
  const { PREVIEW, SERVER, SERVER_USERNAME, SERVER_PASSWORD } = process.env
  if (SERVER) {
    project.provide('site', { origin: SERVER, username: SERVER_USERNAME ?? 'admin', password: SERVER_PASSWORD ?? '' })
    return
  }
  const { site, stop } = await startServer()
  const pages = PREVIEW ? await showPages(site.origin) : undefined
  project.provide('site', { ...site, origin: pages?.origin ?? site.origin })
  return async () => {
    await pages?.close()
    await stop()
  }
}
