/**
 * What the server calls problems. `problems.codes` of the translations has a headline for each; where the server gets a new
 * one, it is added here and there.
 */
export const PROBLEM_CODES = [
  // What is stored.
  'not_found',
  'name_taken',
  'changed',
  'in_use',
  'wrong_state',
  'unavailable',
  'configuration',
  // What a registry answers.
  'registry_access_denied',
  'registry_not_found',
  'registry_rate_limited',
  'registry_unavailable',
  'registry_invalid_content',
  'registry_refused',
  'registry_configuration',
  // What was sent.
  'value',
  'format',
  'rule',
  'spec',
  'channel',
  'text',
  'body',
  'body_too_large',
  'content_type',
  'parameter',
  'page',
  'path',
  'method',
  // Who asks.
  'login_failed',
  'login_locked',
  'not_signed_in',
  'token_invalid',
  'session_required',
  'role_required',
  'password_change_required',
  'password_wrong',
  'password_needed',
  'csrf',
  'foreign_page',
  'not_guarded',
  // How the server is.
  'unexpected',
  'busy',
  'timeout',
  'stopping',
  'too_many_tests',
  // What the pages find themselves.
  'unreachable',
  'passwords_differ',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]

/** Those of which the headline says all that there is to say. */
const SAID: ReadonlySet<string> = new Set<ProblemCode>([
  'login_failed',
  'not_signed_in',
  'password_wrong',
  'password_needed',
  'password_change_required',
  'csrf',
  'stopping',
  'busy',
  'unexpected',
  'unreachable',
  'passwords_differ',
])

export const isKnown = (code: string) => (PROBLEM_CODES as readonly string[]).includes(code)
export const isSaid = (code: string) => SAID.has(code)
