import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoaded } from '@/ui/page/loaded'
import type { RegistryView } from '@api/schema'

const AT_ONCE = 100

async function everyRegistry(): Promise<RegistryView[]> {
  const found: RegistryView[] = []
  for (let page = 0; ; page++) {
    const { items, total } = await unwrap(api.GET('/api/v1/registries', { params: { query: { page, size: AT_ONCE } } }))
    found.push(...items)
    if (items.length < AT_ONCE || found.length >= total) {
      return found
    }
  }
}

/** All registries, to choose from. Tasks name them, and questions about their content need their ids. */
export function useRegistries() {
  const { data, problem, reload } = useLoaded(everyRegistry)
  const all = computed(() => data.value ?? [])
  const named = (name: string) => all.value.find((registry) => registry.name === name)
  return { all, isKnown: computed(() => data.value !== undefined), named, problem, reload }
}

export type Registries = ReturnType<typeof useRegistries>
