import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem } from '@/api/problem'

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  problem: Ref<Problem | undefined>
  isLoading: Ref<boolean>
  reload: () => Promise<void>
}

/** What a page shows. An answer that comes after a later question, or after the page is gone, is dropped. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const data = shallowRef<T>()
  const problem = ref<Problem>()
  const isLoading = ref(false)
  let latest = 0

  async function reload() {
    const mine = ++latest
    isLoading.value = true
    try {
      const answer = await load()
      if (mine === latest) {
        data.value = answer
        problem.value = undefined
      }
    } catch (failure) {
      if (mine === latest) {
        problem.value = Problem.from(failure)
      }
    } finally {
      if (mine === latest) {
        isLoading.value = false
      }
    }
  }

  onScopeDispose(() => latest++)
  void reload()
  return { data, problem, isLoading, reload }
}
