import type { Problem } from '@api/schema'

/** What the server calls problems, and what the pages find themselves. */
type ProblemCode = Problem['code'] | 'unreachable' | 'passwords_differ'

/**
 * All of them. {@code problems.codes} of the translations has a headline for each; beside those that are {@code whole} there
 * is nothing left to say.
 */
const HEADLINES: Readonly<Record<ProblemCode, 'whole' | 'first'>> = {
  // What is stored.
  not_found: 'first',
  name_taken: 'first',
  changed: 'first',
  in_use: 'first',
  wrong_state: 'first',
  unavailable: 'first',
  configuration: 'first',
  // What a registry answers.
  registry_access_denied: 'first',
  registry_not_found: 'first',
  registry_rate_limited: 'first',
  registry_unavailable: 'first',
  registry_invalid_content: 'first',
  registry_refused: 'first',
  registry_configuration: 'first',
  // What was sent.
  value: 'first',
  format: 'first',
  rule: 'first',
  spec: 'first',
  channel: 'first',
  text: 'first',
  body: 'first',
  body_too_large: 'first',
  content_type: 'first',
  parameter: 'first',
  page: 'first',
  path: 'first',
  method: 'first',
  request: 'first',
  // Who asks.
  login_failed: 'whole',
  login_locked: 'first',
  not_signed_in: 'whole',
  token_invalid: 'first',
  session_required: 'first',
  role_required: 'first',
  password_change_required: 'whole',
  password_wrong: 'whole',
  password_needed: 'whole',
  csrf: 'whole',
  foreign_page: 'first',
  not_guarded: 'first',
  // How the server is.
  unexpected: 'whole',
  busy: 'whole',
  timeout: 'first',
  stopping: 'whole',
  too_many_tests: 'first',
  // What the pages find themselves.
  unreachable: 'whole',
  passwords_differ: 'whole',
}

const table = new Map<string, 'whole' | 'first'>(Object.entries(HEADLINES))

export const PROBLEM_CODES: readonly string[] = [...table.keys()]
export const isKnown = (code: string) => table.has(code)
export const isSaid = (code: string) => table.get(code) === 'whole'
