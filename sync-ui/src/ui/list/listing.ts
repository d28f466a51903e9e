import { computed, onScopeDispose, reactive, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { useLoaded, type Loaded } from '@/ui/page/loaded'

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
  /** Shows all of it again. */
  clear: () => void
}

const SIZES = [20, 50, 100]

/**
 * A list in pages. Filter and page stand in the address, so that a list can be linked to, and found again by going back.
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
  const path = route.path
  const filter = reactive({ ...blank }) as F
  const page = ref(1)
  const size = ref(SIZES[0]!)
  const isFiltered = computed(() => Object.keys(blank).some((name) => filter[name] !== blank[name]))
  read(route.query)

  const loaded = useLoaded(async () => {
    const answer = await load({ ...filter }, page.value - 1, size.value)
    const last = Math.ceil(answer.total / size.value)
    if (answer.items.length === 0 && last > 0 && page.value > last) {
      // There are fewer than there were; what is there is asked for instead.
      page.value = last
    }
    return answer
  })

  function read(query: LocationQuery) {
    const text = (name: string, otherwise: string) => {
      const value = query[name]
      return typeof value === 'string' ? value : otherwise
    }
    Object.assign(filter, Object.fromEntries(Object.keys(blank).map((name) => [name, text(name, blank[name]!)])))
    page.value = Math.max(1, Number.parseInt(text('page', '1')) || 1)
    size.value = SIZES.find((each) => String(each) === text('size', '')) ?? SIZES[0]!
  }

  /** What the address says of the list as it is. */
  function written(): Record<string, string> {
    const query: Record<string, string> = {}
    for (const [name, value] of Object.entries(filter)) {
      if (value !== blank[name]) {
        query[name] = value
      }
    }
    if (page.value > 1) {
      query.page = String(page.value)
    }
    if (size.value !== SIZES[0]) {
      query.size = String(size.value)
    }
    return query
  }

  const isWritten = () => {
    const [now, wanted] = [Object.entries(route.query), written()]
    return now.length === Object.keys(wanted).length && now.every(([name, value]) => wanted[name] === value)
  }

  let soon: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(soon))
  watch(filter, () => {
    if (!isWritten()) {
      page.value = 1
      clearTimeout(soon)
      soon = setTimeout(show, 250)
    }
  })
  watch([page, size], () => {
    if (!isWritten()) {
      clearTimeout(soon)
      void show()
    }
  })
  // Somebody has gone back, or followed a link to the same page.
  watch(
    () => route.query,
    (query) => {
      if (route.path === path && !isWritten()) {
        clearTimeout(soon)
        read(query)
        void loaded.reload()
      }
    },
  )

  async function show() {
    await Promise.all([router.replace({ query: written() }), loaded.reload()])
  }

  const clear = () => void Object.assign(filter, blank)

  return { ...loaded, filter, page, size, isFiltered, clear }
}
