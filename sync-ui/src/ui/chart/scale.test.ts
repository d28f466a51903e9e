import { describe, expect, it } from 'vitest'
import { bytesMark, bytesScale } from '@/ui/chart/scale'

const marks = (most: number) => {
  const { max, interval } = bytesScale(most)
  return Array.from({ length: max / interval + 1 }, (_, i) => bytesMark(i * interval))
}

describe('the scale of bytes', () => {
  it('has whole numbers of one unit where it can', () => {
    expect(marks(17 * 2 ** 30)).toEqual(['0 B', '5 GiB', '10 GiB', '15 GiB', '20 GiB'])
    expect(marks(300_000)).toEqual(['0 B', '100 KiB', '200 KiB', '300 KiB', '400 KiB'])
  })

  it('has different marks where nothing has moved', () => {
    expect(marks(0)).toEqual(['0 B', '1 B', '2 B', '3 B', '4 B'])
  })

  it('reaches as high as it must', () => {
    for (const most of [1, 1023, 1024, 4095, 4096, 5_000_000, 2 ** 40, 2 ** 50 - 1]) {
      expect(bytesScale(most).max).toBeGreaterThanOrEqual(most)
    }
  })
})
