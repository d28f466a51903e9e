import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What runs where it is taken for more than text; {@code kind} tells what it was said as. */
export const markup = (kind: string) => `<img src=x onerror=alert('${kind}')>`

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'

const json = (value: unknown) => Buffer.from(JSON.stringify(value))
const digest = (content: Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`

/** A registry that answers with markup wherever it may say something. */
export class HostileRegistry {
  private constructor(
    readonly origin: string,
    readonly stop: () => void,
  ) {}

  static start(): Promise<HostileRegistry> {
    const config = json({ os: markup('os'), architecture: markup('architecture'), created: markup('created') })
    const manifest = json({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: { mediaType: CONFIG, digest: digest(config), size: config.length },
      layers: [],
      annotations: { [markup('key')]: markup('annotation') },
    })
    const answers: [RegExp, string, Buffer][] = [
      [/^\/v2\/$/, 'application/json', json({})],
      [/^\/v2\/_catalog/, 'application/json', json({ repositories: ['shop/good', markup('repository')] })],
      [/^\/v2\/shop\/good\/tags/, 'application/json', json({ name: 'shop/good', tags: ['v1', markup('tag')] })],
      [/^\/v2\/shop\/good\/manifests/, MANIFEST, manifest],
      [/^\/v2\/shop\/good\/blobs/, 'application/octet-stream', config],
    ]
    const refusal = json({ errors: [{ code: 'UNKNOWN', message: markup('answer') }] })
    const server = createServer((request, response) => {
      const [, type, content] = answers.find(([path]) => path.test(request.url!)) ?? ['', 'application/json', refusal]
      response.writeHead(content === refusal ? 500 : 200, {
        'Content-Type': type,
        'Content-Length': content.length,
        'Docker-Content-Digest': digest(content),
      })
      response.end(request.method === 'HEAD' ? undefined : content)
    })
    return new Promise((done) =>
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo
        done(new HostileRegistry(`http://127.0.0.1:${port}`, () => void server.close()))
      }),
    )
  }
}
