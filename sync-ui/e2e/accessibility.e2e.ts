import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import zh from '../src/locales/zh/executions.json'
import { launch, open, signIn } from './support/browser'
import { PAGES } from './support/pages'

const { origin, username, password } = inject('site')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What keeps people from using a page, by place. */
async function barriers(page: Page): Promise<string[]> {
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .el-skeleton'))
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults
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

  for (const theme of ['light', 'dark'] as const) {
    it(`has no barriers in the ${theme} theme`, async () => {
      const context = await open(browser, { theme, language: 'zh', width: 1440 })
      const page = await context.newPage()
      const found: Record<string, string[]> = {}
      await page.goto(`${origin}/#/sign-in`)
      await page.waitForSelector('input[name=username]')
      found['sign-in'] = await barriers(page)
      await signIn(page, origin, username, password)
      for (const { name, path } of PAGES.filter(({ act }) => !act)) {
        await page.goto(`${origin}/#${path}`)
        await page.waitForSelector('.page h1, .empty')
        found[name] = await barriers(page)
      }
      await page.goto(`${origin}/#/executions/1`)
      await page.getByRole('button', { name: zh.executions.log }).click()
      await page.locator('.el-drawer [role=log] .text').first().click()
      found['log'] = await barriers(page)
      await context.close()
      expect(Object.fromEntries(Object.entries(found).filter(([, each]) => each.length > 0))).toEqual({})
    })
  }
})
