import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a server that is as narrow as one wants: so many bytes in a second go there, over all connections. */
export class NarrowWay {
  bytesPerSecond = Number.POSITIVE_INFINITY
  private free = 0
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {}

  static open(target: string): Promise<NarrowWay> {
    const { hostname, port } = new URL(target)
    const server = createServer({ pauseOnConnect: true })
    const way = new NarrowWay(server)
    server.on('connection', (client) => way.join(client, connect(Number(port), hostname)))
    return new Promise((done) => server.listen(0, '127.0.0.1', () => done(way)))
  }

  get origin(): string {
    const address = this.server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  }

  close() {
    this.sockets.forEach((socket) => socket.destroy())
    this.server.close()
  }

  private join(client: Socket, server: Socket) {
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        this.sockets.delete(socket)
        other.destroy()
      })
    }
    server.pipe(client)
    client.on('data', (data: Buffer) => {
      client.pause()
      const now = Date.now()
      this.free = Math.max(this.free, now) + (data.length / this.bytesPerSecond) * 1000
      setTimeout(() => server.write(data, () => client.resume()), this.free - now)
    })
    client.resume()
  }
}
