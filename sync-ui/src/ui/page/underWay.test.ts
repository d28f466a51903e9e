import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'
import type * as live from '@/api/live'
import { useUnderWay } from '@/ui/page/underWay'
import type { Now } from '@api/schema'

const { follow } = vi.hoisted(() => ({ follow: vi.fn<typeof live.follow>() }))
vi.mock('@/api/live', () => ({ follow }))

const CARDS = { executions: 9, queued: 1, running: 1, succeeded: 5, failed: 2, skipped: 0 }

describe('what runs', () => {
  const changed = vi.fn(async () => undefined)
  let scope: EffectScope
  let tell: (now: Now) => void

  beforeEach(() => {
    vi.clearAllMocks()
    follow.mockImplementation((_, handlers) => {
      tell = handlers.dashboard as typeof tell
      return () => undefined
    })
    scope = effectScope()
    scope.run(() => useUnderWay(changed))
  })
  afterEach(() => scope.stop())

  const frame = (cards: Partial<typeof CARDS>) => tell({ cards: { ...CARDS, ...cards }, running: [] } as unknown as Now)

  it.each([
    ['a run that ends in the second in which another begins', { executions: 10, succeeded: 6 }],
    ['a run that was stopped while it waited', { queued: 0, failed: 3 }],
    ['a run that was left out', { executions: 10, skipped: 1 }],
    ['a run whose turn has come', { queued: 0, running: 2 }],
  ])('brings along %s', (_, cards) => {
    frame({})
    expect(changed).not.toHaveBeenCalled()
    frame(cards)
    expect(changed).toHaveBeenCalledTimes(1)
  })

  it('brings along nothing while all goes on', () => {
    frame({})
    frame({})
    expect(changed).not.toHaveBeenCalled()
  })
})
