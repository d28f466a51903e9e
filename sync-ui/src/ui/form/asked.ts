import { onScopeDispose, ref, shallowRef } from 'vue'
import { Problem } from '@/api/problem'

const WHILE_TYPING = 700

/** A question that is asked again while people change what it is about; the earlier one is cancelled. */
export function useAsked<T>(ask: (signal: AbortSignal) => Promise<T>, delay = WHILE_TYPING) {
  const data = shallowRef<T>()
  const problem = ref<Problem>()
  const isLoading = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let current: AbortController | undefined

  function cancel() {
    clearTimeout(timer)
    current?.abort()
    current = undefined
    isLoading.value = false
  }

  async function now() {
    cancel()
    const mine = new AbortController()
    current = mine
    isLoading.value = true
    try {
      const answer = await ask(mine.signal)
      if (current === mine) {
        data.value = answer
        problem.value = undefined
      }
    } catch (failure) {
      if (current === mine) {
        problem.value = Problem.from(failure)
      }
    } finally {
      if (current === mine) {
        isLoading.value = false
      }
    }
  }

  function soon() {
    cancel()
    isLoading.value = true
    timer = setTimeout(() => void now(), delay)
  }

  /** What was answered no longer counts. */
  function forget() {
    cancel()
    data.value = undefined
    problem.value = undefined
  }

  onScopeDispose(cancel)
  return { data, problem, isLoading, now, soon, forget }
}
