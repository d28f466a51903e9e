import { flushPromises, mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import FailuresPanel from '@/pages/executions/run/FailuresPanel.vue'
import type { ExecutionView, ImageOutcome } from '@api/schema'

const execution = (failed: number) =>
  ({ id: 7, state: 'RUNNING', reason: 'NONE', message: '', tally: { images: { failed } } }) as unknown as ExecutionView
const image = (name: string) =>
  ({
    source: name,
    target: `to/${name}`,
    status: 'FAILED',
    kind: null,
    side: null,
    hint: '',
    reason: 'odd',
  }) as unknown as ImageOutcome

describe('what failed', () => {
  let units: unknown[]
  let images: ImageOutcome[]
  const get = vi.spyOn(api, 'GET')
  const asked = (end: string) =>
    get.mock.calls.filter((call: unknown[]) => String(call[0]).endsWith(end)) as unknown[][]

  beforeEach(() => {
    vi.useFakeTimers()
    units = [{ id: 1, source: 's', targets: 't', message: '' }]
    images = [image('a')]
    get.mockReset()
    get.mockImplementation(((path: string) =>
      Promise.resolve({ data: { items: path.endsWith('/images') ? images : units } })) as unknown as typeof api.GET)
  })
  afterEach(() => vi.useRealTimers())

  async function shown(failed: number) {
    const panel = mount(FailuresPanel, {
      props: { execution: execution(failed) },
      global: { plugins: [createPinia(), i18n] },
    })
    await flushPromises()
    return panel
  }

  it('is asked of the server, and only that', async () => {
    const panel = await shown(1)
    expect(asked('/images')[0]![1]).toMatchObject({ params: { query: { status: ['FAILED'] } } })
    expect(panel.text()).toContain('a → to/a')
    expect(panel.text()).not.toContain(i18n.global.t('executions.moreFailures'))
  })

  it('is asked for again when something else has failed, and not with each frame', async () => {
    const panel = await shown(1)
    await panel.setProps({ execution: execution(1) })
    await flushPromises()
    expect(asked('/units')).toHaveLength(1)
    images = [image('a'), image('b')]
    await panel.setProps({ execution: execution(2) })
    await flushPromises()
    expect(asked('/units')).toHaveLength(2)
    expect(panel.text()).toContain('b → to/b')
  })

  it('is told of before it can be listed', async () => {
    units = []
    const panel = await shown(3)
    expect(panel.text()).toContain(i18n.global.t('executions.failures'))
    expect(panel.text()).toContain(i18n.global.t('executions.moreFailures'))
  })
})
