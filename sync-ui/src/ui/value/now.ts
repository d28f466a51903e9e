import { customRef, onScopeDispose, ref, triggerRef, type Ref } from 'vue'

/** The time, which goes on each second. */
export function useNow(): Ref<number> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return now
}

const HALF_A_MINUTE = 30_000
/** Read, it is the time right now; whoever has read it does so again each half minute. */
const slow = customRef<number>((track) => ({
  get() {
    track()
    return Date.now()
  },
  set() {},
}))
let readers = 0
let timer: ReturnType<typeof setInterval> | undefined

/** The time for what says how long ago something was: one clock for all of it, which rests where nobody reads it. */
export function useSlowNow(): Readonly<Ref<number>> {
  if (readers++ === 0) {
    timer = setInterval(() => triggerRef(slow), HALF_A_MINUTE)
  }
  onScopeDispose(() => {
    if (--readers === 0) {
      clearInterval(timer)
    }
  })
  return slow
}
