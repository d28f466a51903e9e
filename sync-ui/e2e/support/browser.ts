import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

export type Language = 'zh' | 'en'

export interface Look {
  language: Language
  theme: 'light' | 'dark'
  width: number
}

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
}

/** What went wrong in a page that should not have: errors of scripts, violations of the policy, requests to elsewhere. */
export class Complaints {
  readonly found: string[] = []

  constructor(page: Page, origin: string) {
    // Where a policy was violated without a word of the console.
    void page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`policy: ${violatedDirective} ${blockedURI}`),
      ),
    )
    page.on('dialog', (dialog) => {
      // That something is not saved is asked by pages that a test leaves in the middle.
      if (dialog.type() === 'beforeunload') {
        void dialog.accept()
        return
      }
      this.found.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('pageerror', (error) => this.found.push(`error: ${error.message}`))
    page.on('console', (message) => {
      // That an answer was a refusal is told by the page itself.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        this.found.push(`console: ${message.text()}`)
      }
    })
    page.on('request', (request) => {
      if (![origin, 'data:', 'about:'].some((known) => request.url().startsWith(known))) {
        this.found.push(`request outside: ${request.url()}`)
      }
    })
  }
}

export async function open(browser: Browser, look: Look): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.width < 600 ? 844 : 900 },
    colorScheme: look.theme,
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(15_000)
  return context
}

/** Signs in, and changes the first password where one must. */
export async function signIn(page: Page, origin: string, username: string, password: string, next = password) {
  await page.goto(`${origin}/`)
  await page.fill('input[name=username]', username)
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.waitForFunction(() => !document.querySelector('input[name=username]'))
  const fields = page.locator('main.card input[type=password]')
  if ((await fields.count()) > 0) {
    await fields.nth(0).fill(password)
    await fields.nth(1).fill(next)
    await fields.nth(2).fill(next)
    await page.click('button[type=submit]')
  }
  await page.waitForSelector('nav .entry', { state: 'attached' })
}
