import { afterEach, describe, expect, it } from 'vitest'
import { Problem } from '@/api/problem'
import { PROBLEM_CODES } from '@/api/problem-codes'
import { i18n } from '@/app/i18n'
import en from '@/locales/en/problems.json'
import zh from '@/locales/zh/problems.json'
import { headline, sentences } from '@/ui/page/problems'

describe('what is said of a problem', () => {
  afterEach(() => (i18n.global.locale.value = 'zh'))

  it('has a headline for each code, and none for others', () => {
    const codes = [...PROBLEM_CODES].sort()
    expect(Object.keys(zh.problems.codes).sort()).toEqual(codes)
    expect(Object.keys(en.problems.codes).sort()).toEqual(codes)
  })

  it('is a headline in the language of the page, and below it what the server says', () => {
    const problem = new Problem(409, 'wrong_state', 'the task x is not running', 'run it')
    expect(headline(problem)).toBe(zh.problems.codes.wrong_state)
    i18n.global.locale.value = 'en'
    expect(headline(problem)).toBe(en.problems.codes.wrong_state)
    expect(sentences(problem)).toEqual(['the task x is not running', 'run it'])
  })

  it('tells whose fault it is where the code is unknown', () => {
    expect(headline(new Problem(502, '', '502'))).toBe(zh.problems.server)
    expect(headline(new Problem(418, 'im_a_teapot', 'short and stout'))).toBe(zh.problems.request)
    expect(headline(new Problem(500, 'constructor', ''))).toBe(zh.problems.server)
  })

  it('does not say twice what the headline or the fields say', () => {
    expect(sentences(new Problem(401, 'login_failed', 'the user name or the password is wrong'))).toEqual([])
    const mistakes = [{ path: 'name', message: 'is missing' }]
    expect(sentences(new Problem(400, 'spec', 'name: is missing', 'see the manual', mistakes))).toEqual([
      'see the manual',
    ])
  })
})
