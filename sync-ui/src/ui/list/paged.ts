import { ref, watch, type Ref } from 'vue'
import { useLoaded, type Loaded } from '@/ui/page/loaded'

export interface Paged<T> extends Loaded<T> {
  /** From 1, as people count. */
  page: Ref<number>
  size: Ref<number>
  /** Asks again from the first page: what is asked for has become something else. */
  restart: () => void
}

/**
 * A list in pages within a page, of which the address says nothing.
 *
 * @param load asks for a page, counted from 0
 */
export function usePaged<T>(load: (page: number, size: number) => Promise<T>): Paged<T> {
  const page = ref(1)
  const size = ref(20)
  const loaded = useLoaded(() => load(page.value - 1, size.value))
  watch([page, size], loaded.reload)

  function restart() {
    if (page.value === 1) {
      void loaded.reload()
    } else {
      page.value = 1
    }
  }

  return { ...loaded, page, size, restart }
}
