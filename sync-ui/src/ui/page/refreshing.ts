import { onScopeDispose } from 'vue'

const EVERY = 5_000

/** Asks again every few seconds as long as there is a reason to, and somebody looks. */
export function useRefreshing(reload: () => Promise<void>, isDue: () => boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => (timer = setTimeout(again, EVERY))

  async function again() {
    if (isDue() && !document.hidden) {
      await reload()
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
