import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Complaints, launch, open, signIn } from './support/browser'
import { words } from './support/words'

const { origin: ORIGIN, username: USERNAME, password: PASSWORD } = inject('site')

/** Registries, against a server that was started with {@code --demo}. */
describe('registries', () => {
  const t = words('en')
  const name = `e2e ${Date.now()}`
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: Complaints
  /** Where the registry of the demo is. */
  let address = ''

  beforeAll(async () => {
    browser = await launch()
    context = await open(browser, { language: 'en', theme: 'light', width: 1440 })
    page = await context.newPage()
    complaints = new Complaints(page, ORIGIN)
    await signIn(page, ORIGIN, USERNAME, PASSWORD)
  })
  afterAll(() => browser.close())

  const row = (text: string) => page.locator('tbody tr').filter({ hasText: text })
  const search = (text: string) => page.getByPlaceholder(t('registries.search')).fill(text)
  const state = (plane: string) => page.locator(`.verdict [data-plane=${plane}]`).getAttribute('data-state')

  async function tried() {
    await page.getByRole('button', { name: 'Test connection' }).click()
    await page.waitForSelector('.verdict')
  }

  it('tells which plane a wrong address fails in, before anything is saved', async () => {
    await page.goto(`${ORIGIN}/#/registries?text=demo-source`)
    address = (await row('demo-source').locator('.host .mono').getAttribute('title')) ?? ''
    expect(address).toMatch(/^http:/)

    await page.getByRole('button', { name: 'Add registry' }).click()
    await page.fill('input[name=registry-name]', name)
    await page.fill('input[name=registry-url]', 'https://127.0.0.1:1')
    await tried()
    expect(await state('NETWORK')).toBe('FAILED')
    expect(await state('PUSH')).toBe('SKIPPED')

    await page.fill('input[name=registry-url]', address.replace('http:', 'https:'))
    await tried()
    expect(await state('NETWORK')).toBe('OK')
    expect(await state('TLS')).toBe('FAILED')
  })

  it('keeps what was typed when the server refuses, and says so at the field', async () => {
    await page.fill('input[name=registry-name]', 'demo-source')
    await page.getByRole('button', { name: 'Save' }).click()
    const item = page.locator('.el-form-item').filter({ has: page.locator('input[name=registry-name]') })
    await item.locator('.el-form-item__error').waitFor()
    expect(await page.inputValue('input[name=registry-url]')).toContain('https://')
  })

  it('is saved after a test that passes', async () => {
    await page.fill('input[name=registry-name]', name)
    await page.fill('input[name=registry-url]', address)
    await tried()
    expect(await state('NETWORK')).toBe('OK')
    await page.locator('input[name=registry-name]').press('Enter')
    await page.waitForSelector('.form-panel', { state: 'detached' })
    await search(name)
    await row(name).getByText('Passed').waitFor()
  })

  it('is browsed down to a digest, and the place is in the address', async () => {
    await row(name).getByRole('button', { name: 'Browse' }).click()
    for (const each of ['shop', 'web', 'latest']) {
      await page.getByRole('button', { name: each, exact: true }).click()
    }
    const digest = page.locator('[data-name=digest] .mono')
    await digest.waitFor()
    const found = await digest.textContent()
    expect(found).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(page.url()).toContain('repository=shop/web')

    await page.reload()
    await digest.waitFor()
    expect(await digest.textContent()).toBe(found)

    await page.getByRole('button', { name: 'linux/amd64' }).click()
    await page.getByRole('heading', { name: 'Layers' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Layers' }).waitFor({ state: 'detached' })
  })

  it('shows one column at a time on a phone, with a way back', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.locator('section.column:visible').count()).toBe(0)
    await page.getByRole('button', { name: 'One level up' }).click()
    await page.getByRole('button', { name: '1.26.0', exact: true }).waitFor()
    expect(await page.locator('section.column:visible').count()).toBe(1)
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('is not deleted while a task uses it, and else is', async () => {
    await page.goto(`${ORIGIN}/#/registries?text=demo-source`)
    await page.getByRole('button', { name: 'Delete demo-source' }).click()
    await page.locator('.el-message-box').getByRole('button', { name: 'Delete' }).click()
    await page.locator('.el-message-box').getByText('used by the task').waitFor()
    await page.locator('.el-message-box').getByRole('button', { name: 'Close', exact: true }).last().click()

    await search(name)
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await page.locator('.el-message-box').getByRole('button', { name: 'Delete' }).click()
    await row(name).waitFor({ state: 'detached' })
    expect(complaints.found).toEqual([])
  })
})
