/** The server's REST interface, as a person who has signed in uses it. */
export class Api {
  private readonly cookies = new Map<string, string>()

  constructor(readonly origin: string) {}

  async signIn(username: string, password: string) {
    // The first answer brings what later requests have to show, although it is that nobody has signed in.
    await this.send('GET', '/api/v1/auth/me').catch(() => undefined)
    return this.send('POST', '/api/v1/auth/login', { username, password })
  }

  get<T>(path: string): Promise<T> {
    return this.send('GET', `/api/v1${path}`) as Promise<T>
  }

  post<T>(path: string, body?: unknown): Promise<T> {
    return this.send('POST', `/api/v1${path}`, body) as Promise<T>
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send('PUT', `/api/v1${path}`, body) as Promise<T>
  }

  delete(path: string): Promise<unknown> {
    return this.send('DELETE', `/api/v1${path}`)
  }

  /** Waits until an execution is over. */
  async ended(id: number): Promise<{ state: string }> {
    for (;;) {
      const execution = await this.get<{ state: string }>(`/executions/${id}`)
      if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') {
        return execution
      }
      await new Promise((done) => setTimeout(done, 200))
    }
  }

  private async send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.origin + path, {
      method,
      headers: {
        Cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'X-XSRF-TOKEN': this.cookies.get('registry_sync_csrf') ?? '',
        'Content-Type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      this.cookies.set(name!, value!)
    }
    const text = await answer.text()
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    }
    return text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text
  }
}
