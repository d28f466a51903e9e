import { describe, expect, it } from 'vitest'
import { hostOf } from '@/ui/forecast/forecast'

describe('the host of names', () => {
  it('is what all have in common', () => {
    expect(hostOf(['', 'a.example/x:1', 'a.example/y/z:2'])).toBe('a.example/')
    expect(hostOf(['localhost:5000/x'])).toBe('localhost:5000/')
  })

  it('is left where they differ, or are none', () => {
    expect(hostOf(['a.example/x', 'b.example/x'])).toBe('')
    expect(hostOf(['registry demo'])).toBe('')
    expect(hostOf([])).toBe('')
  })
})
