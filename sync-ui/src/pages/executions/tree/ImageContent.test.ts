import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { api } from '@/api/client'
import { i18n } from '@/app/i18n'
import ImageRow from '@/pages/executions/tree/ImageRow.vue'
import type { ImageOutcome } from '@api/schema'

const LAYERS = { digest: 'sha256:arm', platforms: [], layers: [{ digest: 'sha256:l1', size: 1 }] }
const INDEX = {
  digest: 'sha256:all',
  layers: [],
  platforms: [
    { platform: 'linux/arm64', digest: 'sha256:arm', size: 1, available: true },
    { platform: 'windows/amd64', digest: 'sha256:win', size: 0, available: false },
  ],
}

describe('what an image consists of', () => {
  const { t } = i18n.global
  afterEach(() => vi.restoreAllMocks())

  /** Unfolds an image, and its first platform. */
  async function unfolded(outcome: Partial<ImageOutcome>) {
    setActivePinia(createPinia())
    vi.spyOn(api, 'GET').mockImplementation(((_: string, { params }: { params: { query: { reference: string } } }) =>
      Promise.resolve({ data: params.query.reference === 'sha256:arm' ? LAYERS : INDEX })) as unknown as typeof api.GET)
    const image = {
      source: 'hub/a:1',
      target: 'mirror/a:1',
      digest: 'sha256:all',
      reason: '',
      ...outcome,
    } as ImageOutcome
    const registries = new Map([
      ['hub', 1],
      ['mirror', 2],
    ])
    const row = mount(ImageRow, {
      props: { image, registries, showsTarget: false },
      global: { plugins: [i18n], stubs: { RouterLink: true } },
    })
    for (const place of ['.head', '.tree']) {
      await row.find(`${place} button[aria-expanded]`).trigger('click')
      await flushPromises()
    }
    return row.findAll('.inside .badge').map((badge) => badge.text())
  }

  it('is at the target where the image is', async () => {
    const [there, missing] = [t('executions.atTarget'), t('browse.missing')]
    expect(await unfolded({ status: 'COPIED', written: 'sha256:all' })).toEqual([there, there, missing])
  })

  it('is not said to be anywhere where the image failed', async () => {
    expect(await unfolded({ status: 'FAILED', written: null })).toEqual([])
  })
})
