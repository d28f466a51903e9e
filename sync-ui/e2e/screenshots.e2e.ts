import { mkdirSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { launch, type Look } from './support/browser'
import { PAGES } from './support/pages'
import { Visitor } from './support/visitor'

const { username: USERNAME, password: PASSWORD } = inject('site')
const ONLY = process.env.ONLY ?? ''
const FOLDER = 'target/screenshots'

const LOOKS: Look[] = (['light', 'dark'] as const).flatMap((theme) =>
  (['zh', 'en'] as const).flatMap((language) => [1440, 390].map((width) => ({ theme, language, width }))),
)

/** In a page, or in what is upon it. */
function isTooWide(): boolean {
  const places = [document.documentElement, ...document.querySelectorAll('.el-drawer__body, .el-overlay-dialog')]
  return places.some((place) => place.scrollWidth > place.clientWidth)
}

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
    it(name, { timeout: 300_000 }, async () => {
      const visitor = await Visitor.arrive(browser, look)
      const { page } = visitor
      const wide: string[] = []
      const picture = async (file: string) => {
        await visitor.settled()
        await page.screenshot({ path: `${FOLDER}/${file}-${name}.png`, fullPage: true, animations: 'disabled' })
        if (await page.evaluate(isTooWide)) {
          wide.push(file)
        }
      }

      await visitor.visit('/sign-in', 'input[name=username]')
      await picture('sign-in')
      await visitor.signIn(USERNAME, PASSWORD)
      for (const { name: file, path, act } of PAGES.filter((each) => each.name.includes(ONLY))) {
        await visitor.visit(path, '.page h1, .empty')
        await visitor.settled()
        await act?.(visitor)
        await picture(file)
      }
      visitor.expectContent()
      await visitor.leave()
      expect(wide).toEqual([])
    })
  }
})
