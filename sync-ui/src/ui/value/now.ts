import { onScopeDispose, ref, type Ref } from 'vue'

/** The time, which goes on each second. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return now
}
