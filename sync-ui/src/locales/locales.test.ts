import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(__dirname, '..')

/** All texts of a language by their keys. */
function texts(language: string): Map<string, string> {
  const found = new Map<string, string>()
  const folder = join(__dirname, language)
  const walk = (prefix: string, value: unknown) => {
    if (typeof value === 'string') {
      expect(found.has(prefix), `${prefix} stands in two files`).toBe(false)
      found.set(prefix, value)
    } else {
      Object.entries(value as object).forEach(([name, each]) => walk(prefix ? `${prefix}.${name}` : name, each))
    }
  }
  readdirSync(folder).forEach((file) => walk('', JSON.parse(readFileSync(join(folder, file), 'utf8'))))
  return found
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      return sources(path)
    }
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.test.ts') ? [readFileSync(path, 'utf8')] : []
  })
}

/** Those of a text that has a form for one and another for many count once. */
const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort()

describe('texts', () => {
  const zh = texts('zh')
  const en = texts('en')

  it('exist in both languages, with the same placeholders', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    for (const [key, text] of zh) {
      expect(placeholders(en.get(key)!), key).toEqual(placeholders(text))
    }
  })

  it('are not empty, and those in Chinese are not the English ones', () => {
    const same = [...zh].filter(
      ([key, text]) => text.trim() === '' || (text === en.get(key) && /[a-z]{3} [a-z]{3}/.test(text)),
    )
    expect(same).toEqual([])
  })

  it('are used, and none is missing', () => {
    const code = sources(ROOT).join('\n')
    const exact = new Set([...code.matchAll(/\bt\(\s*'([\w.]+)'/g)].map((match) => match[1]!))
    const prefixes = [...code.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)].map((match) => match[1]!)
    // A key may also stand in a table, as a whole: 'tasks.presets.daily'.
    const named = new Set([...code.matchAll(/'([a-zA-Z]\w*(?:\.\w+)+)'/g)].map((match) => match[1]!))
    const isUsed = (key: string) =>
      exact.has(key) || named.has(key) || prefixes.some((prefix) => key.startsWith(prefix))

    expect([...zh.keys()].filter((key) => !isUsed(key))).toEqual([])
    expect([...exact].filter((key) => !zh.has(key))).toEqual([])
    expect(prefixes.filter((prefix) => ![...zh.keys()].some((key) => key.startsWith(prefix)))).toEqual([])
  })

  it('are there for the tests in a browser, which find things by them', () => {
    const code = sources(join(ROOT, '..', 'e2e')).join('\n')
    const calls = /\.(?:t|button|field|reads|choose|enter|confirm)\(\s*'([a-zA-Z]\w*(?:\.\w+)+)'/g
    const named = [...code.matchAll(calls)].map((match) => match[1]!)

    expect(named.length).toBeGreaterThan(50)
    expect(named.filter((key) => !zh.has(key))).toEqual([])
  })
})
