import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { Complaints, open, signIn, type Look } from './browser'
import { words, type Words } from './words'

/** Somebody who reads the pages in one language, and finds by its words what there is to be done. */
export class Visitor {
  readonly t: Words
  private readonly complaints: Complaints

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly look: Look,
  ) {
    this.t = words(look.language)
    this.complaints = new Complaints(page, inject('site').origin)
  }

  /** Opens a browser's window of their own, in which nobody has signed in. */
  static async arrive(browser: Browser, look: Partial<Look>): Promise<Visitor> {
    const whole: Look = { language: 'en', theme: 'light', width: 1440, ...look }
    const context = await open(browser, whole)
    return new Visitor(context, await context.newPage(), whole)
  }

  static async arriveAsAdmin(browser: Browser, look: Partial<Look>): Promise<Visitor> {
    const visitor = await Visitor.arrive(browser, look)
    const { username, password } = inject('site')
    await visitor.signIn(username, password)
    return visitor
  }

  async leave() {
    await this.context.close()
  }

  /** @param next the password that is chosen where the first one has to be changed */
  signIn(username: string, password: string, next = password) {
    return signIn(this.page, inject('site').origin, username, password, next)
  }

  /** Goes to a page, from elsewhere: what is waited for is not that of the page before. */
  async visit(path: string, ready = '.page h1') {
    await this.page.goto('about:blank')
    await this.page.goto(`${inject('site').origin}/#${path}`)
    await this.page.locator(ready).first().waitFor()
  }

  /** Goes to a page as by a link. */
  async turnTo(path: string) {
    await this.page.goto(`${inject('site').origin}/#${path}`)
  }

  /** Waits until nothing is loading any more, and nothing moves but what turns for ever. */
  async settled() {
    await this.page.waitForLoadState('domcontentloaded')
    await this.page.waitForFunction(
      () =>
        !document.querySelector('[aria-busy=true], .el-skeleton') &&
        document
          .getAnimations()
          .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
    )
  }

  /** That there was nothing to complain of so far. */
  expectContent() {
    expect(this.complaints.found).toEqual([])
  }

  button(key: string, values?: Record<string, string>, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name: this.t(key, values), exact: true })
  }

  field(key: string): Locator {
    return this.page.getByLabel(this.t(key), { exact: true })
  }

  /** A row of any list. */
  row(text: string): Locator {
    return this.page.locator('tbody tr, .rows .row').filter({ hasText: text })
  }

  /** Waits for a word that stands alone. */
  async reads(key: string, within: Page | Locator = this.page) {
    await within.getByText(this.t(key), { exact: true }).first().waitFor()
  }

  /** Says yes to a question. */
  async confirm(key: string) {
    const question = this.page.locator('.el-message-box')
    await this.button(key, {}, question).click()
    await question.waitFor({ state: 'detached' })
  }

  async choose(key: string, option: string) {
    await this.page.locator(`.el-select:has([aria-label="${this.t(key)}"])`).click()
    await this.page.locator('.el-select-dropdown__item:visible', { hasText: option }).click()
    // While it closes it takes the focus back.
    await this.page.locator('.el-select-dropdown:visible').waitFor({ state: 'hidden' })
  }

  /** Types values into a field that takes several. */
  async enter(key: string, ...values: string[]) {
    const label = this.t(key)
    await this.page.locator(`input[aria-label="${label}"]`).click({ force: true })
    await this.page.waitForFunction((name) => document.activeElement?.ariaLabel === name, label)
    for (const value of values) {
      await this.page.keyboard.type(value)
      await this.page.keyboard.press('Enter')
    }
    await this.page.keyboard.press('Escape')
  }

  /** Begins to note how far the first bar of a run is; what is returned tells all that was seen. */
  async watchBar(): Promise<() => Promise<number[]>> {
    const seen = await this.page.evaluateHandle(() => {
      const found: number[] = []
      const look = () => {
        const bar = document.querySelector('.run-bar [role=progressbar]')
        const now = Number(bar?.getAttribute('aria-valuenow') ?? -1)
        if (bar && now !== found.at(-1)) {
          found.push(now)
        }
      }
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
      look()
      return found
    })
    return () => seen.jsonValue()
  }
}
