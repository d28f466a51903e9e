import { computed, reactive, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { useLoaded, type Loaded } from '@/ui/loaded'

interface Page<T> {
  items: T[]
  total: number
}

export interface Listing<T, F> extends Loaded<Page<T>> {
  filter: F
  /** From 1, as people count. */
  page: Ref<number>
  size: Ref<number>
  isFiltered: Ref<boolean>
}

/**
 * A list in pages. Filter and page stand in the address, so that a list can be linked to and found again by going back.
 *
 * @param blank the filter where nothing is filtered; all values are texts, as in addresses
 * @param load  asks for a page, counted from 0
 */
export function useListing<T, F extends Record<string, string>>(
  blank: F,
  load: (filter: F, page: number, size: number) => Promise<Page<T>>,
): Listing<T, F> {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string, otherwise: string) => {
    const value = route.query[name]
    return typeof value === 'string' ? value : otherwise
  }
  const filter = reactive(
    Object.fromEntries(Object.entries(blank).map(([name, value]) => [name, text(name, value)])),
  ) as F
  const page = ref(Math.max(1, Number.parseInt(text('page', '1')) || 1))
  const size = ref([20, 50, 100].find((each) => String(each) === text('size', '')) ?? 20)
  const isFiltered = computed(() => Object.keys(blank).some((name) => filter[name] !== blank[name]))

  const loaded = useLoaded(() => load({ ...filter }, page.value - 1, size.value))

  let soon: ReturnType<typeof setTimeout> | undefined
  watch(filter, () => {
    page.value = 1
    clearTimeout(soon)
    soon = setTimeout(show, 250)
  })
  watch([page, size], () => {
    clearTimeout(soon)
    void show()
  })

  async function show() {
    const query: LocationQueryRaw = {}
    for (const [name, value] of Object.entries(filter)) {
      if (value !== blank[name]) {
        query[name] = value
      }
    }
    if (page.value > 1) {
      query.page = String(page.value)
    }
    if (size.value !== 20) {
      query.size = String(size.value)
    }
    await Promise.all([router.replace({ query }), loaded.reload()])
  }

  return { ...loaded, filter, page, size, isFiltered }
}
