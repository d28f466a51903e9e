import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRouter, createWebHashHistory, type Router } from 'vue-router'
import { survivesUpdates } from '@/app/update'

const page = { template: 'page' }

describe('a tab that was open while the server was updated', () => {
  const loadAnew = vi.fn()
  const fetch = vi.fn(async () => new Response())
  let isGone: boolean
  let router: Router

  beforeEach(() => {
    vi.clearAllMocks()
    vi.stubGlobal('fetch', fetch)
    sessionStorage.clear()
    isGone = true
    router = opened()
  })
  afterEach(() => vi.unstubAllGlobals())

  function opened(): Router {
    const made = createRouter({
      history: createWebHashHistory(),
      routes: [
        { path: '/', component: page },
        { path: '/tasks', component: chunk },
      ],
    })
    survivesUpdates(made, loadAnew)
    return made
  }

  /** As the code that Vite makes loads a chunk. */
  async function chunk() {
    if (isGone) {
      const payload = new TypeError('Failed to fetch dynamically imported module')
      window.dispatchEvent(Object.assign(new Event('vite:preloadError'), { payload }))
      throw payload
    }
    return page
  }

  async function go(path: string) {
    await router.push(path).catch(() => undefined)
    await flushPromises()
  }

  it('loads the pages anew, at the page that is wanted', async () => {
    await go('/tasks?text=web')
    expect(loadAnew).toHaveBeenCalledTimes(1)
    expect(location.hash).toBe('#/tasks?text=web')
  })

  it('does so once, and tells that it did not help', async () => {
    await go('/tasks')
    router = opened()
    await go('/tasks')
    expect(loadAnew).toHaveBeenCalledTimes(1)
    expect(document.querySelector('.el-message--error')).not.toBeNull()
  })

  it('does so again after the next update', async () => {
    await go('/tasks')
    isGone = false
    router = opened()
    await go('/tasks')
    isGone = true
    router = opened()
    await go('/')
    await go('/tasks')
    expect(loadAnew).toHaveBeenCalledTimes(2)
  })

  it('stays where the server is away', async () => {
    fetch.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await go('/tasks')
    expect(loadAnew).not.toHaveBeenCalled()
  })

  it('stays where something else went wrong', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    router.addRoute({ path: '/broken', component: () => Promise.reject(new Error('a mistake')) })
    await go('/broken')
    expect(loadAnew).not.toHaveBeenCalled()
    expect(error).toHaveBeenCalledTimes(1)
  })
})
