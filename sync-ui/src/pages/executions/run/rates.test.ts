import { describe, expect, it } from 'vitest'
import { remaining, Speedometer, thinned } from './rates'

describe('Speedometer', () => {
  it('says nothing of a single moment', () => {
    const speed = new Speedometer()
    speed.see(0, 100)
    expect(speed.rate).toBe(0)
  })

  it('measures what came within the last seconds only', () => {
    const speed = new Speedometer()
    for (let second = 0; second <= 20; second++) {
      speed.see(second * 1000, second <= 10 ? second * 1000 : 10_000 + (second - 10) * 50)
    }
    expect(speed.rate).toBe(50)
  })

  it('falls to zero when nothing comes any more', () => {
    const speed = new Speedometer()
    speed.see(0, 0)
    speed.see(1000, 5000)
    for (let second = 2; second <= 8; second++) {
      speed.see(second * 1000, 5000)
    }
    expect(speed.rate).toBe(0)
  })

  it('begins anew when a blob was begun anew', () => {
    const speed = new Speedometer()
    speed.see(0, 9000)
    speed.see(1000, 100)
    expect(speed.rate).toBe(0)
    speed.see(2000, 300)
    expect(speed.rate).toBe(200)
  })
})

describe('points of the chart', () => {
  it('become half as many when they are too many, with the same average', () => {
    const points = Array.from({ length: 601 }, (_, at) => ({ at, rate: at % 2 === 0 ? 0 : 10 }))
    const few = thinned(points)
    expect(few).toHaveLength(301)
    expect(few[10]!.rate).toBe(5)
    expect(few.at(-1)).toEqual({ at: 600, rate: 0 })
  })

  it('stay as they are while they are few', () => {
    const points = [{ at: 1, rate: 1 }]
    expect(thinned(points)).toBe(points)
  })
})

describe('remaining time', () => {
  it('is not said where nothing is known', () => {
    expect(remaining(0, 10_000, 0, 0)).toBeUndefined()
    expect(remaining(1, 10_000, 500, 0)).toBeUndefined()
  })

  it('is the longer of both estimates', () => {
    expect(remaining(50, 10_000, 1000, 1000)).toBe(10_000)
    expect(remaining(50, 10_000, 60_000, 1000)).toBe(60_000)
  })

  it('is nothing when all is done', () => {
    expect(remaining(100, 10_000, 0, 0)).toBe(0)
  })
})
