import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launch } from './support/browser'
import { PAGES } from './support/pages'
import { Visitor } from './support/visitor'

const { username, password } = inject('site')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What keeps people from using a page, by place. */
async function barriers(visitor: Visitor): Promise<string[]> {
  await visitor.settled()
  await visitor.page.evaluate(AXE)
  const { violations } = (await visitor.page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

/** Nothing may keep people from using a page who do not see it, or not well, or who use the keyboard. */
describe('accessibility', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  // What is upon pages has the colours of the pages: in the dark these are enough.
  const SIGHTS = { light: PAGES, dark: PAGES.filter(({ act }) => !act) }

  for (const theme of ['light', 'dark'] as const) {
    it(`has no barriers in the ${theme} theme`, { timeout: 300_000 }, async () => {
      const visitor = await Visitor.arrive(browser, { theme, language: 'zh' })
      const found: Record<string, string[]> = {}
      await visitor.visit('/sign-in', 'input[name=username]')
      found['sign-in'] = await barriers(visitor)
      await visitor.signIn(username, password)
      for (const { name, path, act } of SIGHTS[theme]) {
        await visitor.visit(path, '.page h1, .empty')
        await visitor.settled()
        await act?.(visitor)
        found[name] = await barriers(visitor)
      }
      await visitor.leave()
      expect(Object.fromEntries(Object.entries(found).filter(([, each]) => each.length > 0))).toEqual({})
    })
  }
})
