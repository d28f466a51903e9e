import { expect, it } from 'vitest'
import { every } from '@/ui/form/every'

it.each([0, 1, 100, 101, 200, 250])('asks for all pages of a list of %i', async (total) => {
  const all = Array.from({ length: total }, (_, index) => index)
  const asked: number[] = []
  const found = await every(async (page, size) => {
    asked.push(page)
    return { items: all.slice(page * size, (page + 1) * size), total }
  })
  expect(found).toEqual(all)
  expect(asked).toHaveLength(Math.max(1, Math.ceil(total / 100)))
})
