import { onScopeDispose } from 'vue'

const EVERY = 5_000
/** What begins by a schedule is seen after that at the latest. */
const AT_LEAST_EVERY = 60_000

/** Asks again as long as somebody looks: every few seconds where something is under way, otherwise once a minute. */
export function useRefreshing(reload: () => Promise<void>, isUnderWay: () => boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = Date.now()
  const wait = () => (timer = setTimeout(again, EVERY))

  async function again() {
    if (!document.hidden && (isUnderWay() || Date.now() - asked >= AT_LEAST_EVERY)) {
      await reload()
      asked = Date.now()
    }
    if (timer !== undefined) {
      wait()
    }
  }

  wait()
  onScopeDispose(() => {
    clearTimeout(timer)
    timer = undefined
  })
}
