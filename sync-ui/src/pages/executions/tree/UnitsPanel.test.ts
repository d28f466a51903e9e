import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ref } from 'vue'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import { useSession, type Role } from '@/app/session'
import type { LiveRun } from '@/pages/executions/run/liveRun'
import UnitsPanel from '@/pages/executions/tree/UnitsPanel.vue'

const tally = { images: { total: 1, copied: 1, unchanged: 0, skipped: 0, failed: 0 }, bytes: { sent: 0 } }
const unit = { id: 1, source: 'hub:5000/shop/api', targets: 'mirror/shop/api', state: 'SUCCEEDED', tally, attempt: 1 }
const image = {
  source: 'hub:5000/shop/api:1',
  target: 'mirror/shop/api:1',
  status: 'COPIED',
  written: null,
  digest: 'sha256:1',
}
const ANSWERS: Record<string, unknown> = {
  '/api/v1/executions/{id}/units': { items: [unit], total: 1 },
  '/api/v1/executions/{id}/units/{unit}/images': { items: [image], total: 1 },
  '/api/v1/registries': { items: [{ id: 3, host: 'hub:5000' }], total: 1 },
}

describe('the repositories of an execution', () => {
  const run = { id: 7, execution: ref(), isRunning: ref(false), active: ref([]) } as unknown as LiveRun
  afterEach(() => vi.restoreAllMocks())

  async function shownTo(role: Role) {
    const pinia = createPinia()
    setActivePinia(pinia)
    useSession().me = { role } as ReturnType<typeof useSession>['me']
    vi.spyOn(api, 'GET').mockImplementation(((path: string) =>
      Promise.resolve({ data: ANSWERS[path] })) as unknown as typeof api.GET)
    const panel = mount(UnitsPanel, {
      props: { run },
      global: { plugins: [pinia, i18n], stubs: { RouterLink: { template: '<a><slot /></a>' } } },
    })
    await flushPromises()
    await panel.find('.unit button[aria-expanded]').trigger('click')
    await flushPromises()
    return { links: panel.findAll('a').length, unfolding: panel.findAll('.image button[aria-expanded]').length }
  }

  it('lead those who may look into registries to what is there', async () => {
    expect(await shownTo('OPERATOR')).toEqual({ links: 2, unfolding: 1 })
  })

  it('lead nobody else to what the server would refuse', async () => {
    expect(await shownTo('VIEWER')).toEqual({ links: 0, unfolding: 0 })
  })
})
