import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, unwrap } from '@/api/client'
import type { Me } from '@api/schema'

const RANK = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 } as const
export type Role = keyof typeof RANK

/** Who has signed in. What he may do is decided by the server; here it only decides what is offered. */
export const useSession = defineStore('session', () => {
  const me = ref<Me>()
  /** Where to go after signing in. */
  const wanted = ref('/')

  const isKnown = computed(() => me.value !== undefined)

  function may(role: Role): boolean {
    return me.value !== undefined && RANK[me.value.role] >= RANK[role]
  }

  /** Asks who we are; {@code undefined} where nobody has signed in. */
  async function load(): Promise<Me | undefined> {
    try {
      me.value = await unwrap(api.GET('/api/v1/auth/me'))
    } catch {
      me.value = undefined
    }
    return me.value
  }

  async function enter(username: string, password: string, rememberMe: boolean): Promise<Me> {
    me.value = await unwrap(api.POST('/api/v1/auth/login', { body: { username, password, rememberMe } }))
    return me.value
  }

  /** Whether one still has to is known again after {@link load}. */
  async function changePassword(currentPassword: string, newPassword: string) {
    await unwrap(api.POST('/api/v1/auth/password', { body: { currentPassword, newPassword } }))
  }

  async function leave() {
    await unwrap(api.POST('/api/v1/auth/logout'))
    me.value = undefined
  }

  /** The server no longer knows us. */
  function forget() {
    me.value = undefined
  }

  return { me, wanted, isKnown, may, load, enter, changePassword, leave, forget }
})
