import { describe, expect, it } from 'vitest'
import { marked } from './marked'

const hits = (text: string, wanted: string) =>
  marked(text, wanted).map((each) => (each.isHit ? `[${each.text}]` : each.text))

describe('marked', () => {
  it('finds every place, in any case', () => {
    expect(hits('Tag tag TAGS', 'tag')).toEqual(['[Tag]', ' ', '[tag]', ' ', '[TAG]', 'S'])
  })

  it('takes what looks like a pattern or markup as it is', () => {
    expect(hits('a.c <b> abc', 'a.c')).toEqual(['[a.c]', ' <b> abc'])
    expect(hits('<img src=x onerror=alert(1)>', '<img')).toEqual(['[<img]', ' src=x onerror=alert(1)>'])
  })

  it('keeps a text in which nothing was looked for', () => {
    expect(hits('复制 blob', '')).toEqual(['复制 blob'])
    expect(hits('', 'x')).toEqual([''])
    expect(hits('İstanbul', 'i')).toEqual(['İstanbul'])
  })
})
