import { bytes } from '@/ui/value/format'

const STEPS = 4

/** The scale of an axis for up to {@code most} bytes, in steps that are whole numbers of their unit. */
export function bytesScale(most: number): { max: number; interval: number } {
  let unit = 1
  while (most / STEPS >= unit * 1024) {
    unit *= 1024
  }
  const wish = Math.max(1, most / STEPS / unit)
  const step = [1, 2, 4, 5, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 256, 512].find((each) => each >= wish) ?? 1024
  return { max: step * unit * STEPS, interval: step * unit }
}

/** A mark of such an axis: {@code 4 GiB}. */
export const bytesMark = (count: number) => bytes(count).replace(/\.0+(?= )/, '')
