import { flushPromises, shallowMount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { api } from '@/api/client'
import { Problem } from '@/api/problem'
import { i18n } from '@/app/i18n'
import { useRegistries } from '@/ui/form/registries'
import RegistrySelect from '@/ui/form/RegistrySelect.vue'
import TaskSelect from '@/ui/form/TaskSelect.vue'
import ProblemNote from '@/ui/page/ProblemNote.vue'

vi.mock('@/api/client', () => ({ api: { GET: vi.fn() }, unwrap: (answer: unknown) => answer }))

const get = vi.mocked(api.GET) as unknown as ReturnType<typeof vi.fn>
const refused = () => Promise.reject(new Problem(503, 'busy', 'not now'))
const global = { plugins: [i18n], renderStubDefaultSlot: true }

describe('registries to choose from', () => {
  it('are asked for again where that failed, which is not said to be their absence', async () => {
    get.mockImplementationOnce(refused)
    const registries = effectScope().run(useRegistries)!
    const select = shallowMount(RegistrySelect, { props: { registries, label: 'registry', modelValue: '' }, global })
    await flushPromises()
    const emptyText = () => select.findComponent({ name: 'ElSelect' }).props('noDataText')
    expect(emptyText()).not.toBe(i18n.global.t('pickers.noRegistry'))

    get.mockResolvedValueOnce({ items: [], total: 0 })
    select.findComponent(ProblemNote).vm.$emit('retry')
    await flushPromises()
    expect(select.findComponent(ProblemNote).exists()).toBe(false)
    expect(emptyText()).toBe(i18n.global.t('pickers.noRegistry'))
  })
})

describe('tasks to choose from', () => {
  beforeEach(() => void get.mockReset())
  const task = (id: number) => ({ id, name: `task ${id}` })

  async function shown(chosen: string) {
    const select = shallowMount(TaskSelect, { props: { label: 'task', placeholder: '', modelValue: chosen }, global })
    await flushPromises()
    const names = () => select.findAllComponents({ name: 'ElOption' }).map((option) => option.props('label'))
    return { select, names }
  }

  it('have the chosen one among them, however many there are', async () => {
    get.mockImplementation(async (path: string) => (path.endsWith('{id}') ? task(101) : { items: [task(1)] }))
    const { names } = await shown('101')
    expect(names()).toEqual(['task 101', 'task 1'])
  })

  it('are found by a part of their name', async () => {
    get.mockImplementation(async (_: string, { params }: { params: { query: { text: string } } }) => ({
      items: params.query.text === 'ng' ? [task(7)] : [task(1)],
    }))
    const { select, names } = await shown('')
    select.findComponent({ name: 'ElSelect' }).props('remoteMethod')('ng')
    await flushPromises()
    expect(names()).toEqual(['task 7'])
  })

  it('are asked for again where that failed', async () => {
    get.mockImplementationOnce(refused)
    const { select, names } = await shown('')
    get.mockResolvedValueOnce({ items: [task(1)] })
    select.findComponent(ProblemNote).vm.$emit('retry')
    await flushPromises()
    expect(names()).toEqual(['task 1'])
  })
})
