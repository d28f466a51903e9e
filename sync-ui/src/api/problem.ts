/** A mistake in a field, as the server names it. */
export interface FieldProblem {
  path: string
  message: string
}

/** An answer of the server that is not what was asked for (RFC 9457), or none at all. */
export class Problem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    /** For programs, such as {@code name_taken}. */
    readonly code: string,
    message: string,
    /** What to do about it; may be empty. */
    readonly hint: string = '',
    readonly fields: FieldProblem[] = [],
  ) {
    super(message)
    this.name = 'Problem'
  }

  static async of(response: Response): Promise<Problem> {
    const body = await response
      .clone()
      .json()
      .catch(() => ({}))
    return new Problem(
      response.status,
      String(body.code ?? ''),
      String(body.detail ?? body.title ?? response.status),
      String(body.hint ?? ''),
      fields(body),
    )
  }

  static from(failure: unknown): Problem {
    if (failure instanceof Problem) {
      return failure
    }
    return new Problem(0, 'unreachable', failure instanceof Error ? failure.message : String(failure))
  }
}

function fields(body: { errors?: FieldProblem[]; fields?: Record<string, string> }): FieldProblem[] {
  const named = body.errors ?? Object.entries(body.fields ?? {}).map(([path, message]) => ({ path, message }))
  return named.map(({ path, message }) => ({ path, message: withoutName(path, message) }))
}

/** A sentence that stands alone names its field; beside the field that would be said twice. */
function withoutName(path: string, message: string): string {
  const name = `${path.split('.').at(-1)}: `
  return message.startsWith(name) ? message.slice(name.length) : message
}
