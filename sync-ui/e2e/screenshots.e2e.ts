import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Complaints, launch, open, signIn, type Look } from './support/browser'
import { PAGES } from './support/pages'

const { origin: ORIGIN, username: USERNAME, password: PASSWORD } = inject('site')
const ONLY = process.env.ONLY ?? ''
const FOLDER = 'target/screenshots'

const LOOKS: Look[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['zh', 'en'] as const).flatMap((language) => [1440, 390].map((width) => ({ theme, language, width }))),
)

/** Pictures of every page, to be looked at. Nothing may reach beyond the edge. */
describe('screenshots', () => {
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(FOLDER, { recursive: true })
    browser = await launch()
  })
  afterAll(() => browser.close())

  for (const look of LOOKS) {
    const name = `${look.language}-${look.theme}-${look.width}`
    it(name, async () => {
      const context = await open(browser, look)
      const page = await context.newPage()
      const complaints = new Complaints(page, ORIGIN)
      const wide: string[] = []
      const picture = async (file: string) => {
        await page.waitForLoadState('domcontentloaded')
        await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .el-skeleton'))
        await page.screenshot({ path: `${FOLDER}/${file}-${name}.png` })
        if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) {
          wide.push(file)
        }
      }

      await page.goto(`${ORIGIN}/#/sign-in`)
      await page.waitForSelector('input[name=username]')
      await picture('sign-in')
      await signIn(page, ORIGIN, USERNAME, PASSWORD)
      for (const [file, path] of Object.entries(PAGES).filter(([each]) => each.includes(ONLY))) {
        // From elsewhere: what is waited for must not be that of the page before.
        await page.goto('about:blank')
        await page.goto(`${ORIGIN}/#${path}`)
        await page.waitForSelector('.page h1')
        await picture(file)
      }
      await context.close()
      expect(complaints.found).toEqual([])
      expect(wide).toEqual([])
    })
  }
})
