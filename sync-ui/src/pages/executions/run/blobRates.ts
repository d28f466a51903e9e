import { shallowRef } from 'vue'
import { Speedometer } from '@/pages/executions/run/rates'
import type { ActiveUnit } from '@api/schema'

/** How fast blobs are that are being sent. */
export class BlobRates {
  private readonly meters = new Map<string, Speedometer>()
  private readonly rates = shallowRef(new Map<string, number>())

  /** Sees what is on its way. Also where nothing has changed: what does not move any more is slow. */
  see(at: number, active: ActiveUnit[]) {
    const rates = new Map<string, number>()
    for (const { repository, digest, sent } of active.flatMap((unit) => unit.blobs)) {
      const name = key(repository, digest)
      const meter = this.meters.get(name) ?? new Speedometer()
      meter.see(at, sent)
      this.meters.set(name, meter)
      rates.set(name, meter.rate)
    }
    ;[...this.meters.keys()].filter((name) => !rates.has(name)).forEach((name) => this.meters.delete(name))
    this.rates.value = rates
  }

  /** Bytes in a second; 0 where nobody knows. */
  of(repository: string, digest: string): number {
    return this.rates.value.get(key(repository, digest)) ?? 0
  }
}

const key = (repository: string, digest: string) => `${repository} ${digest}`
