import { describe, expect, it } from 'vitest'
import { cause } from './causes'

describe('cause', () => {
  it.each([
    ['ACCESS_DENIED', 'read manifest hub/x:1: 401 Unauthorized', 'unauthorized'],
    ['ACCESS_DENIED', 'start upload a/b: 403 DENIED: requested access to the resource is denied', 'forbidden'],
    ['ACCESS_DENIED', 'start upload a/b: the login does not permit this', 'forbidden'],
    ['NOT_FOUND', 'read manifest a/b:1: 404 MANIFEST_UNKNOWN: manifest unknown', 'notFound'],
    ['NOT_FOUND', 'start upload a/b: 404 NAME_UNKNOWN: repository name not known to registry', 'nameUnknown'],
    ['RATE_LIMITED', 'read manifest a/b:1: asked for a pause of 300 s', 'rateLimited'],
    ['REFUSED', 'push manifest a/b:1: 400 MANIFEST_BLOB_UNKNOWN: blob unknown to registry', 'blobUnknown'],
    ['UNAVAILABLE', 'read blob: PKIX path building failed', 'tls'],
    ['UNAVAILABLE', 'read blob: the connection stalled for 60 s', 'timeout'],
    ['UNAVAILABLE', 'ping: Connection refused', 'refused'],
    ['UNAVAILABLE', 'ping: UnknownHostException', 'unknownHost'],
    ['UNAVAILABLE', 'upload: 502 Bad Gateway', 'server'],
    ['UNAVAILABLE', 'upload: connection reset', 'network'],
    ['UNAVAILABLE', 'upload: 507 insufficient storage', 'diskFull'],
    ['REFUSED', 'write blob: No space left on device', 'diskFull'],
    ['INVALID_CONTENT', 'read blob: the bytes have another digest', 'digest'],
    ['CONFIGURATION', 'open certificate file: no such file', 'configuration'],
    [
      'CONFIGURATION',
      'look for project hub.example.com/mirror: this project does not exist, and is not created unasked',
      'nameUnknown',
    ],
    ['RATE_LIMITED', 'look for project hub.example.com/mirror: this project does not exist', 'rateLimited'],
    [null, 'something odd', 'other'],
  ])('of %s "%s" is %s', (kind, reason, expected) => {
    expect(cause({ kind, reason })).toBe(expected)
  })

  it('is not told by the name of an image', () => {
    expect(cause({ kind: 'UNAVAILABLE', reason: 'read 10.0.0.1:5000/tls/timeout-404:429: connection reset' })).toBe(
      'network',
    )
  })
})
