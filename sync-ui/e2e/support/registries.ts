import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Companion, freePort } from './processes'

const INDEX = 'application/vnd.oci.image.index.v1+json'
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'
const LAYER = 'application/vnd.oci.image.layer.v1.tar+gzip'

interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

const digest = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`
const json = (value: unknown) => Buffer.from(JSON.stringify(value))

/** Who may use a registry that wants a login. */
export const ROBOT = { username: 'robot', password: 'Pull-and-push-1' }
const HTPASSWD = 'robot:$2y$04$kZDZVSq4iMw9.O0Hm3vB0eW2ynpvqPrzZ6cjSSY/oNm7bIpchttDe'

const AUTHORIZATION = { Authorization: `Basic ${btoa(`${ROBOT.username}:${ROBOT.password}`)}` }

/** A registry as Debian has it, with what it holds in a folder of its own. */
export class RealRegistry {
  private constructor(
    readonly origin: string,
    private readonly process: Companion,
    private readonly folder: string,
  ) {}

  /** One that anybody may use, or only {@link ROBOT}. */
  static async start(wantsLogin = false): Promise<RealRegistry> {
    const folder = mkdtempSync(join(tmpdir(), 'registry-e2e-'))
    const port = await freePort()
    const config = join(folder, 'config.yml')
    writeFileSync(
      config,
      [
        'version: 0.1',
        'log: {level: error, accesslog: {disabled: true}}',
        `storage: {filesystem: {rootdirectory: ${folder}}, delete: {enabled: true}}`,
        `http: {addr: "127.0.0.1:${port}"}`,
        ...(wantsLogin ? [`auth: {htpasswd: {realm: tests, path: ${folder}/htpasswd}}`] : []),
      ].join('\n'),
    )
    writeFileSync(join(folder, 'htpasswd'), HTPASSWD)
    const origin = `http://127.0.0.1:${port}`
    const process = new Companion('docker-registry', ['serve', config])
    await process.answers(`${origin}/`, 30)
    return new RealRegistry(origin, process, folder)
  }

  async stop() {
    // It would wait for connections that are kept open.
    await this.process.stop('SIGKILL')
    rmSync(this.folder, { recursive: true, force: true })
  }

  async has(repository: string, tag: string): Promise<boolean> {
    const headers = { Accept: INDEX, ...AUTHORIZATION }
    const answer = await fetch(`${this.origin}/v2/${repository}/manifests/${tag}`, { method: 'HEAD', headers })
    return answer.ok
  }

  /** Pushes an image for two platforms, each with layers of so many random bytes. */
  async push(repository: string, tag: string, layers: number[]) {
    const children = []
    for (const architecture of ['amd64', 'arm64']) {
      const child = await this.pushImage(repository, architecture, layers)
      children.push({ ...child, platform: { os: 'linux', architecture } })
    }
    await this.pushManifest(repository, tag, INDEX, { schemaVersion: 2, mediaType: INDEX, manifests: children })
  }

  private async pushImage(repository: string, architecture: string, sizes: number[]): Promise<Descriptor> {
    const layers: Descriptor[] = []
    for (const size of sizes) {
      layers.push(await this.pushBlob(repository, LAYER, randomBytes(size)))
    }
    const rootfs = { type: 'layers', diff_ids: layers.map((layer) => layer.digest) }
    const config = await this.pushBlob(repository, CONFIG, json({ os: 'linux', architecture, rootfs }))
    const manifest = { schemaVersion: 2, mediaType: MANIFEST, config, layers }
    return this.pushManifest(repository, digest(json(manifest)), MANIFEST, manifest)
  }

  private async pushBlob(repository: string, mediaType: string, content: Buffer): Promise<Descriptor> {
    const begun = await fetch(`${this.origin}/v2/${repository}/blobs/uploads/`, {
      method: 'POST',
      headers: AUTHORIZATION,
    })
    const place = new URL(begun.headers.get('location') ?? '', this.origin)
    place.searchParams.set('digest', digest(content))
    await this.put(place.href, 'application/octet-stream', content)
    return { mediaType, digest: digest(content), size: content.length }
  }

  private async pushManifest(repository: string, reference: string, mediaType: string, manifest: unknown) {
    const content = json(manifest)
    await this.put(`${this.origin}/v2/${repository}/manifests/${reference}`, mediaType, content)
    return { mediaType, digest: digest(content), size: content.length }
  }

  private async put(address: string, mediaType: string, content: Buffer) {
    const answer = await fetch(address, {
      method: 'PUT',
      headers: { 'Content-Type': mediaType, ...AUTHORIZATION },
      body: new Uint8Array(content),
    })
    if (answer.status !== 201) {
      throw new Error(`PUT ${address}: ${answer.status} ${await answer.text()}`)
    }
  }
}
