import { reactive } from 'vue'
import type { RegistryVerdict } from '@api/schema'

/** What tests have shown since the application was opened: the server keeps nothing of them. */
export const verdicts = reactive(new Map<number, { at: string; verdict: RegistryVerdict }>())

export function remember(registry: number, verdict: RegistryVerdict) {
  verdicts.set(registry, { at: new Date().toISOString(), verdict })
}

/** What was tried is no longer what is stored. */
export function forget(registry: number) {
  verdicts.delete(registry)
}
