import { flushPromises, mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useListing, type Listing } from '@/ui/list/listing'

interface Filter extends Record<string, string> {
  text: string
}

describe('a list in pages', () => {
  type Load = (filter: Filter, page: number, size: number) => Promise<{ items: string[]; total: number }>
  const load = vi.fn<Load>(async () => ({ items: [], total: 0 }))
  let listing: Listing<string, Filter>

  async function shown(address: string): Promise<Router> {
    load.mockClear()
    const page = defineComponent({
      setup() {
        listing = useListing<string, Filter>({ text: '' }, load)
        return () => null
      },
    })
    const routes = [
      { path: '/list', component: page },
      { path: '/elsewhere', component: { template: 'elsewhere' } },
    ]
    const router = createRouter({ history: createMemoryHistory(), routes })
    await router.push(address)
    mount({ template: '<router-view />' }, { global: { plugins: [router] } })
    await flushPromises()
    return router
  }

  it('begins with what the address says', async () => {
    await shown('/list?text=web&page=3&size=50')
    expect(load).toHaveBeenLastCalledWith({ text: 'web' }, 2, 50)
    expect(listing.isFiltered.value).toBe(true)
  })

  it('ignores what the address should not say', async () => {
    await shown('/list?page=x&size=7&other=1')
    expect(load).toHaveBeenLastCalledWith({ text: '' }, 0, 20)
  })

  it('writes into the address where one is, and begins at the first page when the filter changes', async () => {
    vi.useFakeTimers()
    const router = await shown('/list?page=3')
    listing.filter.text = 'app'
    await vi.advanceTimersByTimeAsync(300)
    vi.useRealTimers()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({ text: 'app' })
    expect(load).toHaveBeenLastCalledWith({ text: 'app' }, 0, 20)
  })

  it('writes nothing into the address of the page to which somebody has gone', async () => {
    vi.useFakeTimers()
    const router = await shown('/list')
    listing.filter.text = 'app'
    await vi.advanceTimersByTimeAsync(100)
    await router.push('/elsewhere')
    load.mockClear()
    await vi.advanceTimersByTimeAsync(1000)
    vi.useRealTimers()
    expect(router.currentRoute.value.fullPath).toBe('/elsewhere')
    expect(load).not.toHaveBeenCalled()
  })

  it('shows the last page where there are fewer than the address says', async () => {
    load.mockResolvedValueOnce({ items: [], total: 21 }).mockResolvedValueOnce({ items: ['last'], total: 21 })
    const router = await shown('/list?page=7')
    await flushPromises()
    expect(load.mock.calls.map(([, page]) => page)).toEqual([6, 1])
    expect(listing.data.value?.items).toEqual(['last'])
    expect(router.currentRoute.value.query).toEqual({ page: '2' })
  })

  it('follows a link to the same page, and asks once', async () => {
    const router = await shown('/list?text=web')
    load.mockClear()
    await router.push('/list?text=app&page=2')
    await flushPromises()
    expect(listing.filter.text).toBe('app')
    expect(load).toHaveBeenCalledTimes(1)
    expect(load).toHaveBeenLastCalledWith({ text: 'app' }, 1, 20)
  })
})
