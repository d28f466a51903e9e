/** How much had been done at a moment. */
export interface Sample {
  /** Milliseconds, of any clock that only goes forward. */
  at: number
  bytes: number
}

/** Bytes in a second, at a moment. */
export interface Rate {
  at: number
  rate: number
}

/** So long a time is looked back upon: shorter, and the number jumps; longer, and it lags behind. */
const WINDOW = 5_000
/** So many points are kept of a chart; beyond that, two become one. */
const MOST = 600

/** The speed of something that grows, from what was seen of it. */
export class Speedometer {
  private samples: Sample[] = []

  /** Sees {@code bytes} at {@code at}. What shrinks was begun anew, and is measured anew. */
  see(at: number, bytes: number) {
    const last = this.samples.at(-1)
    if (last && bytes < last.bytes) {
      this.samples = []
    }
    this.samples.push({ at, bytes })
    while (this.samples.length > 2 && at - this.samples[1]!.at >= WINDOW) {
      this.samples.shift()
    }
  }

  /** Bytes in a second over the last seconds; 0 where too little was seen. */
  get rate(): number {
    const [first, last] = [this.samples[0], this.samples.at(-1)]
    if (!first || !last || last.at - first.at < 500) {
      return 0
    }
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
  }
}

/** The points of a chart, so few that it stays quick however long one watches. */
export function thinned(points: Rate[]): Rate[] {
  if (points.length <= MOST) {
    return points
  }
  const half: Rate[] = []
  for (let i = 0; i + 1 < points.length; i += 2) {
    half.push({ at: points[i + 1]!.at, rate: (points[i]!.rate + points[i + 1]!.rate) / 2 })
  }
  return points.length % 2 === 1 ? [...half, points.at(-1)!] : half
}

/**
 * How long it may still take, in milliseconds; none where nobody can say.
 *
 * Two estimates, and the longer one: the bytes that are known to be missing at the present rate, and as long for each
 * percent as until now. The bytes of images that come later are not known yet, so that the first alone promises too much.
 */
export function remaining(percent: number, elapsed: number, missing: number, rate: number): number | undefined {
  if (percent >= 100) {
    return 0
  }
  const byShare = percent >= 2 && elapsed > 2_000 ? (elapsed / percent) * (100 - percent) : undefined
  const byBytes = missing > 0 && rate > 0 ? (missing / rate) * 1000 : undefined
  const known = [byShare, byBytes].filter((each) => each !== undefined)
  return known.length > 0 ? Math.max(...known) : undefined
}
