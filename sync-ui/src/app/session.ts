import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, unwrap } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Me } from '@api/schema'

const RANK = { VIEWER: 0, OPERATOR: 1, ADMIN: 2 } as const
export type Role = keyof typeof RANK

/** Whether the server said that it does not know us. */
const isUnknown = (failure: unknown) => failure instanceof Problem && failure.status === 401

/** Who has signed in. What he may do is decided by the server; here it only decides what is offered. */
export const useSession = defineStore('session', () => {
  const me = ref<Me>()
  /** Why the server could not tell who we are. */
  const problem = ref<Problem>()
  /** Where to go after signing in. */
  const wanted = ref('/')

  const isKnown = computed(() => me.value !== undefined)

  function may(role: Role): boolean {
    return me.value !== undefined && RANK[me.value.role] >= RANK[role]
  }

  /** Asks who we are: nobody where the server does not know us. Where it cannot tell, what was known still counts. */
  async function load() {
    try {
      me.value = await unwrap(api.GET('/api/v1/auth/me'))
      problem.value = undefined
    } catch (failure) {
      me.value = isUnknown(failure) ? undefined : me.value
      problem.value = isUnknown(failure) ? undefined : Problem.from(failure)
    }
  }

  async function enter(username: string, password: string, rememberMe: boolean): Promise<Me> {
    me.value = await unwrap(api.POST('/api/v1/auth/login', { body: { username, password, rememberMe } }))
    return me.value
  }

  /** Whether one still has to is known again after {@link load}. */
  async function changePassword(currentPassword: string, newPassword: string) {
    await unwrap(api.POST('/api/v1/auth/password', { body: { currentPassword, newPassword } }))
  }

  /** @returns that it is done; where it fails, the session lives on, and so does what is known of it */
  async function leave(): Promise<true> {
    try {
      await unwrap(api.POST('/api/v1/auth/logout'))
    } catch (failure) {
      if (!isUnknown(failure)) {
        throw failure
      }
    }
    me.value = undefined
    return true
  }

  /** The server no longer knows us. */
  function forget() {
    me.value = undefined
  }

  return { me, problem, wanted, isKnown, may, load, enter, changePassword, leave, forget }
})
