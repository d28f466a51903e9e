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

/** Who made the demo described its task in English. */
const DESCRIBED = "Copies what the demo's source has, without release candidates"

/**
 * What stands in a Chinese page in English, or the other way round. Names and code are neither, and Chinese words in brackets
 * are what a reader finds elsewhere. Logs are in the language of the settings, which is Chinese.
 */
function foreign(language: string): string[] {
  const other = language === 'zh' ? /[A-Za-z][a-z]+,? [a-z]+,? [a-z]+/ : /\p{Script=Han}/u
  const apart = `code, pre, .mono${language === 'zh' ? '' : ', [lang^=zh], [role=log]'}`
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found: string[] = []
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const place = text.parentElement!
    const words = text.nodeValue!.replace(/\([^)]*\)/g, '')
    if (other.test(words) && place.checkVisibility() && !place.closest(apart)) {
      found.push(text.nodeValue!.trim())
    }
  }
  return found
}

/** Pictures of every page, to be looked at. Nothing may reach beyond the edge, and nothing be in another language. */
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
      const untranslated: string[] = []
      const picture = async (file: string) => {
        await visitor.settled()
        // The frame stays where it is while a page scrolls within it.
        const seen = page.viewportSize()!
        const height = await page.evaluate(() => document.querySelector('.content')?.scrollHeight ?? 0)
        await page.setViewportSize({ width: look.width, height: Math.max(seen.height, height + 60) })
        await page.screenshot({ path: `${FOLDER}/${file}-${name}.png`, fullPage: true, animations: 'disabled' })
        if (await page.evaluate(isTooWide)) {
          wide.push(file)
        }
        await page.setViewportSize(seen)
        untranslated.push(...(await page.evaluate(foreign, look.language)).map((text) => `${file}: ${text}`))
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
      expect(untranslated.filter((each) => !each.endsWith(DESCRIBED))).toEqual([])
    })
  }
})
