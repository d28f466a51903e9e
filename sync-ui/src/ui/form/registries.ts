import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { every } from '@/ui/form/every'
import { useLoaded } from '@/ui/page/loaded'

const everyRegistry = () =>
  every((page, size) => unwrap(api.GET('/api/v1/registries', { params: { query: { page, size } } })))

/** All registries, to choose from. Tasks name them, and questions about their content need their ids. */
export function useRegistries() {
  const { data, problem, reload } = useLoaded(everyRegistry)
  const all = computed(() => data.value ?? [])
  const named = (name: string) => all.value.find((registry) => registry.name === name)
  return { all, isKnown: computed(() => data.value !== undefined), named, problem, reload }
}

export type Registries = ReturnType<typeof useRegistries>
