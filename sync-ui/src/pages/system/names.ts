import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useSession } from '@/app/session'
import { useLoaded } from '@/ui/page/loaded'

/** What users are called; administrators know it of all, others of themselves. */
export function useUserNames() {
  const session = useSession()
  const { data } = useLoaded(async () => (session.may('ADMIN') ? unwrap(api.GET('/api/v1/users')) : []))
  const names = computed(() => new Map(data.value?.map((user) => [user.id, user.username])))
  return (id: number) => names.value.get(id) ?? (id === session.me?.id ? session.me.username : `#${id}`)
}
