import { describe, expect, it } from 'vitest'
import { watchEffect } from 'vue'
import { BlobRates } from '@/pages/executions/run/blobRates'
import type { ActiveUnit } from '@api/schema'

const active = (...sent: number[]) =>
  [
    { blobs: sent.map((bytes, index) => ({ repository: 'hub/app', digest: `sha256:${index}`, sent: bytes })) },
  ] as unknown as ActiveUnit[]

describe('how fast blobs are', () => {
  it('is known of each of them', () => {
    const rates = new BlobRates()
    rates.see(0, active(0, 500))
    rates.see(1000, active(100, 900))
    expect([rates.of('hub/app', 'sha256:0'), rates.of('hub/app', 'sha256:1')]).toEqual([100, 400])
  })

  it('comes down to nothing where one of them stalls', () => {
    const rates = new BlobRates()
    let shown = 0
    const stop = watchEffect(() => (shown = rates.of('hub/app', 'sha256:0')), { flush: 'sync' })
    rates.see(0, active(0))
    rates.see(1000, active(1000))
    expect(shown).toBe(1000)
    for (let second = 2; second <= 8; second++) {
      rates.see(second * 1000, active(1000))
    }
    expect(shown).toBe(0)
    stop()
  })

  it('begins anew with a blob that begins anew', () => {
    const rates = new BlobRates()
    rates.see(0, active(0))
    rates.see(1000, active(1000))
    rates.see(2000, [])
    rates.see(3000, active(5000))
    expect(rates.of('hub/app', 'sha256:0')).toBe(0)
  })
})
