/** What is known of a failure. */
export interface Failed {
  kind: string | null
  reason: string
}

/** Causes that people can do something about, by what tells them; the first that fits counts. */
const BY_TEXT = {
  blobUnknown: /blob[ _]unknown|manifest_blob_unknown/i,
  diskFull: /no space left|disk (is )?full|\b507\b|insufficient storage|quota/i,
  rateLimited: /\b429\b|too ?many ?requests|rate limit/i,
  tls: /\bssl|\btls\b|certificate|pkix|x509|plain http|handshake/i,
  timeout: /time[d]?[ -]?out|stalled|deadline/i,
  refused: /connection refused|refused the connection|connect refused/i,
  unknownHost: /unknown ?host|no such host|name or service not known|UnresolvedAddress/i,
  digest: /digest[ _](mismatch|invalid)|is not what its digest|size[ _]invalid|does not match|content is not/i,
  nameUnknown: /name[ _]unknown|repository .*(not found|does not exist)|project .*(not found|does not exist)/i,
  unauthorized: /\b401\b|unauthorized|authentication (failed|required)|needs a login|incorrect username or password/i,
  forbidden: /\b403\b|denied|forbidden|does not permit/i,
  notFound: /\b404\b|manifest[ _]unknown|not found/i,
  server: /\b50[0-9]\b|server error|bad gateway|unavailable/i,
} as const

const BY_KIND: Record<string, Cause> = {
  ACCESS_DENIED: 'forbidden',
  NOT_FOUND: 'notFound',
  RATE_LIMITED: 'rateLimited',
  UNAVAILABLE: 'network',
  INVALID_CONTENT: 'digest',
  CONFIGURATION: 'configuration',
}

/** The last part of a key below {@code executions.causes}. */
export type Cause = keyof typeof BY_TEXT | 'network' | 'configuration' | 'other'

/**
 * Why something may have failed. What the message says counts before the kind: a kind holds several causes, and for each
 * of them something else is to be done. Names of images are no part of what is looked at, since they may say anything.
 */
export function cause({ kind, reason }: Failed): Cause {
  const said = reason.replace(/\S+\/\S+/g, ' ').replace(/sha256:[0-9a-f]+/g, ' ')
  // That a project is missing is told as a mistake of the task, which does not say that it is to be created.
  if (kind === 'CONFIGURATION' && BY_TEXT.nameUnknown.test(said)) {
    return 'nameUnknown'
  }
  if (kind === 'RATE_LIMITED' || kind === 'CONFIGURATION') {
    return BY_KIND[kind]!
  }
  const found = Object.entries(BY_TEXT).find(([, pattern]) => pattern.test(said))
  return (found?.[0] as Cause | undefined) ?? BY_KIND[kind ?? ''] ?? 'other'
}
