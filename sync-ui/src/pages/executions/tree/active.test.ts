import { describe, expect, it } from 'vitest'
import type { ActivePlatform, ActiveUnit, Blob } from '@api/schema'
import { atWork, share } from './active'

const blob = (digest: string, repository = 'b.example.com/prod/web'): Blob => ({
  digest,
  repository,
  size: 100,
  sent: 40,
})

const platform = (name: string, ...sending: string[]): ActivePlatform => ({
  name,
  done: false,
  blobs: 3,
  blobsDone: 1,
  bytes: 1000,
  bytesDone: 333,
  sending,
})

function unit(platforms: ActivePlatform[], blobs: Blob[]): ActiveUnit {
  const image = { source: 'a.example.com/web:1', target: 'b.example.com/prod/web:1', platforms }
  return { unit: 1, source: 'a.example.com/web', tally: {} as ActiveUnit['tally'], images: [image], blobs }
}

const digests = (blobs: Blob[] | undefined) => blobs?.map((each) => each.digest)

describe('what a unit is working on', () => {
  it('shows a blob at its platform', () => {
    const { images, others } = atWork(
      unit([platform('linux/amd64', 'one'), platform('linux/arm64', 'two')], [blob('two'), blob('one')]),
    )
    expect(images[0]?.platforms.map((each) => digests(each.sent))).toEqual([['one'], ['two']])
    expect(others).toEqual([])
  })

  it('shows a shared blob once', () => {
    const { images } = atWork(unit([platform('linux/amd64', 'one'), platform('linux/arm64', 'one')], [blob('one')]))
    expect(images[0]?.platforms.map((each) => digests(each.sent))).toEqual([['one'], []])
  })

  it('keeps apart what goes elsewhere or belongs to none', () => {
    const { images, others } = atWork(
      unit([platform('linux/amd64', 'one')], [blob('one', 'c.example.com/prod/web'), blob('signature')]),
    )
    expect(digests(images[0]?.platforms[0]?.sent)).toEqual([])
    expect(digests(others)).toEqual(['one', 'signature'])
  })

  it('is done only when all is there', () => {
    expect(share(platform('linux/amd64'))).toBe(33)
    expect(share({ ...platform('linux/amd64'), bytesDone: 1000 })).toBe(99)
    expect(share({ ...platform('linux/amd64'), done: true })).toBe(100)
    expect(share({ ...platform('linux/amd64'), bytes: 0, bytesDone: 0 })).toBe(0)
  })
})
