import { describe, expect, it } from 'vitest'
import { joined, ratesOf } from '@/pages/executions/run/throughput'

describe('the speed that was kept', () => {
  it('is that of the middle of each interval', () => {
    const samples = [
      { at: '1970-01-01T00:00:10Z', seconds: 2, bytes: 3000 },
      { at: '1970-01-01T00:00:12Z', seconds: 10, bytes: 5000 },
    ]
    expect(ratesOf(samples)).toEqual([
      { at: 11_000, rate: 1500 },
      { at: 17_000, rate: 500 },
    ])
  })

  it('was nothing where there is no interval', () => {
    const samples = [
      { at: '1970-01-01T00:00:00Z', seconds: 2, bytes: 2 },
      { at: '1970-01-01T00:00:06Z', seconds: 2, bytes: 4 },
    ]
    expect(ratesOf(samples)).toEqual([
      { at: 1_000, rate: 1 },
      { at: 2_000, rate: 0 },
      { at: 6_000, rate: 0 },
      { at: 7_000, rate: 2 },
    ])
    expect(ratesOf([])).toEqual([])
  })

  it('counts until somebody watches', () => {
    const kept = [1, 2, 3].map((at) => ({ at, rate: 10 }))
    const watched = [3, 4].map((at) => ({ at, rate: 20 }))
    expect(joined(kept, watched).map(({ rate }) => rate)).toEqual([10, 10, 20, 20])
    expect(joined(kept, [])).toEqual(kept)
  })
})
