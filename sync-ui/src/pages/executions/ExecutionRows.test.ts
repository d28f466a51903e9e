import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import { useSession } from '@/app/session'
import ExecutionRows from '@/pages/executions/ExecutionRows.vue'
import type { ExecutionView } from '@api/schema'

const counts = { total: 1, uploaded: 0, present: 0, failed: 1, sent: 0 }
const row = (id: number) =>
  ({
    id,
    name: 'nightly',
    state: 'FAILED',
    reason: 'IMAGES',
    trigger: 'MANUAL',
    percent: 10,
    tally: { blobs: counts, bytes: counts },
    createdAt: '2026-03-01T10:00:00Z',
  }) as unknown as ExecutionView

afterEach(() => vi.restoreAllMocks())

it('begins again once, however often one clicks', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().me = { role: 'OPERATOR' } as ReturnType<typeof useSession>['me']
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: 'page' } }],
  })
  let answer: (next: unknown) => void = () => undefined
  const post = vi.spyOn(api, 'POST').mockReturnValue(new Promise((done) => (answer = done)) as never)
  const rows = mount(ExecutionRows, { props: { rows: [row(1), row(2)] }, global: { plugins: [pinia, i18n, router] } })
  const buttons = rows.findAll(`[title="${i18n.global.t('executions.retry')}"]`)

  await buttons[0]!.trigger('click')
  await buttons[0]!.trigger('click')
  expect(post).toHaveBeenCalledTimes(1)
  expect(buttons.map((each) => each.classes('is-loading'))).toEqual([true, false])

  answer({ data: { id: 3 } })
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/executions/3')
})
