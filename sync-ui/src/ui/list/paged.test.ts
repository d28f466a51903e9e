import { effectScope, nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import { usePaged, type Paged } from '@/ui/list/paged'

function list(asked: [number, number][]): Paged<void> {
  return effectScope().run(() =>
    usePaged((page, size) => {
      asked.push([page, size])
      return Promise.resolve()
    }),
  )!
}

describe('a list in pages', () => {
  it('asks for the page that is turned to, counted from 0', async () => {
    const asked: [number, number][] = []
    const { page, size } = list(asked)
    page.value = 3
    await nextTick()
    size.value = 50
    await nextTick()
    expect(asked).toEqual([
      [0, 20],
      [2, 20],
      [2, 50],
    ])
  })

  it('asks once when it begins anew, wherever it was', async () => {
    const asked: [number, number][] = []
    const { page, restart } = list(asked)
    restart()
    page.value = 2
    await nextTick()
    restart()
    await nextTick()
    expect(asked.map(([at]) => at)).toEqual([0, 0, 1, 0])
  })
})
