import { describe, expect, it } from 'vitest'
import { LogBook, type LogFilter } from './logBook'
import type { Line } from '@api/schema'

const line = (number: number): Line => ({
  number,
  at: '2026-01-01T00:00:00Z',
  level: number % 10 === 0 ? 'ERROR' : 'INFO',
  text: `line ${number}`,
})

/** A server with a log of so many lines, and what it was asked. */
function server(total: number) {
  const asked: number[] = []
  const fetch = async (from: number, size: number, { level, text }: LogFilter) => {
    asked.push(from)
    const all = Array.from({ length: total }, (_, i) => line(i + 1)).filter(
      (each) => each.number >= from && (level !== 'ERROR' || each.level === 'ERROR') && each.text.includes(text),
    )
    const items = all.slice(0, size)
    const more = items.length === size
    return { items, total, more, next: more ? items.at(-1)!.number + 1 : total + 1 }
  }
  return { asked, fetch }
}

describe('LogBook', () => {
  it('fetches only what is looked at', async () => {
    const { asked, fetch } = server(100_000)
    const book = new LogBook(fetch)
    await book.show(0, 30)
    expect(book.count.value).toBe(100_000)
    expect(book.row(29)?.text).toBe('line 30')
    expect(book.row(50_000)).toBeUndefined()
    await book.show(50_000, 50_030)
    expect(book.row(50_000)?.text).toBe('line 50001')
    expect(asked).toEqual([1, 50_001])
  })

  it('fetches nothing twice, also not what came by the stream', async () => {
    const { asked, fetch } = server(20)
    const book = new LogBook(fetch)
    book.add(Array.from({ length: 20 }, (_, i) => line(i + 1)))
    await Promise.all([book.show(0, 20), book.show(0, 20)])
    expect(asked).toEqual([])
    expect(book.count.value).toBe(20)
  })

  it('fetches the lines that the stream left out', async () => {
    const { asked, fetch } = server(20)
    const book = new LogBook(fetch)
    book.add([line(19), line(20)])
    await book.show(0, 20)
    expect(asked).toEqual([1])
    expect(book.row(0)?.number).toBe(1)
    expect(book.row(19)?.number).toBe(20)
  })

  it('fetches what a filter lets through part by part, and adds new lines that fit', async () => {
    const { asked, fetch } = server(15_000)
    const book = new LogBook(fetch)
    book.filter.level = 'ERROR'
    await book.refilter()
    expect(book.count.value).toBe(1000)
    book.add([line(15_010)])
    expect(book.count.value).toBe(1000)
    await book.show(950, 999)
    expect(book.count.value).toBe(1500)
    book.add([line(15_019), line(15_020), line(15_020)])
    expect(book.row(1500)?.number).toBe(15_020)
    expect(asked).toEqual([1, 10_001])
  })

  it('adds new lines that came while the last part was on its way', async () => {
    const { fetch } = server(20)
    const book = new LogBook(async (...args) => {
      const part = await fetch(...args)
      book.add([line(20), line(29), line(30)])
      return part
    })
    book.filter.level = 'ERROR'
    await book.refilter()
    expect([0, 1, 2, 3].map((index) => book.row(index)?.number)).toEqual([10, 20, 30, undefined])
  })

  it('drops the answer to a filter that has changed', async () => {
    const { fetch } = server(100)
    const book = new LogBook(fetch)
    book.filter.text = 'line 1'
    const first = book.refilter()
    book.filter.text = 'line 42'
    await Promise.all([first, book.refilter()])
    expect(book.count.value).toBe(1)
    expect(book.row(0)?.number).toBe(42)
  })

  it('tells what went wrong, and that it is over', async () => {
    let fails = true
    const { fetch } = server(3)
    const book = new LogBook((...args) => (fails ? Promise.reject(new Error('away')) : fetch(...args)))
    await book.show(0, 2)
    expect(book.problem.value?.message).toBe('away')
    fails = false
    await book.show(0, 2)
    expect(book.problem.value).toBeUndefined()
    expect(book.row(2)?.number).toBe(3)
  })
})
