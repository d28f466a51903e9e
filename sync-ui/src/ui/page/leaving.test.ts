import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useSession } from '@/app/session'
import { useLeaving } from '@/ui/page/leaving'

describe('a page that is left', () => {
  const ask = vi.fn(async () => false)
  const lost = vi.fn()
  let isUnsaved: boolean
  let router: Router
  let shown: VueWrapper

  beforeEach(async () => {
    vi.clearAllMocks()
    isUnsaved = true
    const pinia = createPinia()
    setActivePinia(pinia)
    useSession().me = { role: 'ADMIN' } as ReturnType<typeof useSession>['me']
    const form = defineComponent({
      setup() {
        useLeaving(() => isUnsaved, ask, lost)
        return () => null
      },
    })
    const away = { template: 'away' }
    const routes = [
      { path: '/form', component: form },
      { path: '/away', component: away },
    ]
    router = createRouter({ history: createMemoryHistory(), routes })
    await router.push('/form?from=here')
    shown = mount({ template: '<router-view />' }, { global: { plugins: [pinia, router] } })
    await flushPromises()
  })

  afterEach(() => shown.unmount())

  async function left(): Promise<boolean> {
    await router.push('/away')
    return router.currentRoute.value.path === '/away'
  }
  const closed = () => window.dispatchEvent(new Event('beforeunload', { cancelable: true }))

  it('stays where somebody wants to save first', async () => {
    expect(await left()).toBe(false)
    expect(closed()).toBe(false)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('asks nothing where there is nothing to save', async () => {
    isUnsaved = false
    expect(closed()).toBe(true)
    expect(await left()).toBe(true)
    expect(ask).not.toHaveBeenCalled()
  })

  it('asks nothing where the session has ended, and keeps what was not saved for who is led back', async () => {
    useSession().forget()
    useSession().wanted = '/form?from=here'
    expect(await left()).toBe(true)
    expect(ask).not.toHaveBeenCalled()
    expect(lost).toHaveBeenCalledTimes(1)
  })

  it('keeps nothing for others where somebody has signed out', async () => {
    useSession().forget()
    expect(await left()).toBe(true)
    expect(lost).not.toHaveBeenCalled()
  })

  it('no longer stops anything afterwards', async () => {
    ask.mockResolvedValueOnce(true)
    expect(await left()).toBe(true)
    expect(closed()).toBe(true)
  })
})
