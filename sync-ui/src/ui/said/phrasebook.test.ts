import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Phrasebook } from '@/ui/said/phrasebook'
import zh from '@engine/sentences.zh.json'

const book = new Phrasebook({
  'is missing': '未填写',
  'push manifest': '推送 manifest',
  'the login was refused': '登录被拒绝',
  'unknown key {0}': '未知的键 {0}',
  'the key {0} is missing': '缺少键 {0}',
  '{0} is missing': '没有 {0}',
  'the key {0} stands here twice; first in line {1}': '键 {0} 重复，首次出现在第 {1} 行',
  '; did you mean "{0}"?': '，是否想写“{0}”？',
  'the pattern {0} is not a regular expression: {1}': '{0} 不是正则表达式：{1}',
  'source: {0}': '源：{0}',
  '{0} bytes instead of {1}': '应为 {1} 字节，实为 {0} 字节',
})

describe('a phrasebook', () => {
  it('says what never varies, and what varies', () => {
    expect(book.find('is missing')).toBe('未填写')
    expect(book.find('the key "cron" is missing')).toBe('缺少键 "cron"')
    expect(book.find('7 bytes instead of 9')).toBe('应为 9 字节，实为 7 字节')
  })

  it('takes the sentence that says most', () => {
    expect(book.find('the key "cron" is missing')).toBe('缺少键 "cron"')
    expect(book.find('everything is missing')).toBe('没有 everything')
  })

  it('says the sentences within a sentence', () => {
    expect(book.find("the pattern '(' is not a regular expression: is missing")).toBe("'(' 不是正则表达式：未填写")
    expect(book.find('unknown key "nam"; did you mean "name"?')).toBe('未知的键 "nam"，是否想写“name”？')
    expect(book.find('is missing; the login was refused')).toBe('未填写；登录被拒绝')
  })

  it('keeps letters and characters apart, and characters together', () => {
    const words = new Phrasebook({ task: '任务', 'there is no {0} {1}': '没有 {0:word} {1}' })
    expect(words.find('there is no task 3')).toBe('没有任务 3')
  })

  it('says what a registry was asked, and leaves it its own words', () => {
    expect(book.find('source: push manifest localhost:5000/web:1: the login was refused: UNAUTHORIZED go away')).toBe(
      '源：推送 manifest localhost:5000/web:1：登录被拒绝：UNAUTHORIZED go away',
    )
  })

  it('says nothing of what it does not know', () => {
    expect(book.find('')).toBeUndefined()
    expect(book.find('disk quota exceeded')).toBeUndefined()
    expect(book.find('source: somebody else said this')).toBeUndefined()
    expect(book.find('<b>constructor</b>')).toBeUndefined()
  })

  it('takes hostile text for text', () => {
    expect(book.find('the key $& {1} is missing')).toBe('缺少键 $& {1}')
  })
})

describe('the table', () => {
  const folder = '../sync-spring-boot-starter/src/test/resources/io/registrysync/engine'
  const examples: Record<string, string> = JSON.parse(readFileSync(`${folder}/sentences.examples.json`, 'utf8'))
  const whole = new Phrasebook(zh)

  it.each(Object.entries(examples))('says as the log does: %s', (sentence, translation) => {
    expect(whole.find(sentence) ?? sentence).toBe(translation)
  })

  const holes = (text: string) => [...text.matchAll(/\{(\d+)/g)].map(([, hole]) => hole).sort()

  it('says all that varies', () => {
    for (const [sentence, translation] of Object.entries(zh)) {
      expect(holes(translation), sentence).toEqual(holes(sentence))
    }
  })

  it('is in Chinese, but for names', () => {
    const isName = (sentence: string) => sentence.split(' ').length < 3
    const same = Object.entries(zh).filter(([each, said]) => !isName(each) && !/\p{Script=Han}/u.test(said))
    expect(same).toEqual([])
  })

  it('comes to an end with whatever it is given', () => {
    for (const part of [
      '; first in line ',
      'a: ',
      ' (',
      'is missing; ',
      'the key ',
      ' is missing',
      'source: ',
      ' in ',
      ', ',
    ]) {
      expect(whole.find(`${part.repeat(400).slice(0, 1_900)})`)?.length ?? 0).toBeLessThan(4_000)
      expect(whole.find(part.repeat(5_000))).toBeUndefined()
    }
  })
})
