import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'

/** A port of 127.0.0.1 that nobody uses. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** A process that is there for as long as tests run. */
export class Companion {
  private readonly said: string[] = []
  private readonly child: ChildProcess

  constructor(
    private readonly command: string,
    args: string[],
    env: Record<string, string> = {},
  ) {
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const listen = (data: Buffer) => {
      this.said.push(data.toString())
      this.said.splice(0, Math.max(0, this.said.length - 200))
    }
    this.child.stdout?.on('data', listen)
    this.child.stderr?.on('data', listen)
    this.child.on('error', (failure) => this.said.push(String(failure)))
  }

  /** Waits until {@code address} answers. */
  async answers(address: string, seconds = 90) {
    const end = Date.now() + seconds * 1000
    while (Date.now() < end && this.child.exitCode === null && this.child.pid !== undefined) {
      const answer = await fetch(address).catch(() => undefined)
      if (answer?.ok) {
        return
      }
      await new Promise((done) => setTimeout(done, 250))
    }
    await this.stop()
    throw new Error(`${this.command} does not answer at ${address}:\n${this.said.join('')}`)
  }

  /** @param signal how; one that is killed writes nothing more */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM') {
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) {
      return
    }
    const over = new Promise((done) => this.child.once('exit', done))
    this.child.kill(signal)
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 20_000)
    await over
    clearTimeout(impatience)
  }
}
