import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ask } from './support/page'
import { Complaints, launch, open, signIn } from './support/browser'

const { origin: ORIGIN, username: USERNAME, password: PASSWORD } = inject('site')

/** A list of images to the end, against the registries of {@code server --demo}. */
describe('quick sync', () => {
  let browser: Browser
  let page: Page
  let complaints: Complaints
  let source = ''

  beforeAll(async () => {
    browser = await launch()
    const context = await open(browser, { language: 'en', theme: 'light', width: 1440 })
    page = await context.newPage()
    complaints = new Complaints(page, ORIGIN)
    await signIn(page, ORIGIN, USERNAME, PASSWORD)
    const { items } = await ask<{ items: { name: string; host: string }[] }>(page, 'GET', '/registries?size=100')
    source = items.find(({ name }) => name === 'demo-source')!.host
    await page.goto(`${ORIGIN}/#/quick-sync`)
  })
  afterAll(() => browser.close())

  it('warns of images that would end in one place', async () => {
    await page.fill('textarea[name=images]', `# both are called same\nx/same\ny/same`)
    await page.locator('.el-select:has([aria-label="Target registry"])').click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: 'demo-target' }).click()
    await page.locator('.el-radio', { hasText: 'Drop all levels' }).click()
    await page.locator('.problem', { hasText: 'would both be copied to' }).waitFor()
    expect(await page.locator('button[type=submit]').isDisabled()).toBe(true)
  })

  it('shows what images will be called, and gives a script', async () => {
    await page.locator('.el-radio', { hasText: 'Drop 1 level' }).click()
    await page.fill('textarea[name=images]', `# the shop\n${source}/shop/api:1.25.3 # fixed\n${source}/shop/web`)
    await page.locator('input[aria-label^="Target projects"]').click({ force: true })
    await page.keyboard.type('quick')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.locator('li', { hasText: '/quick/api:1.25.3' }).waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('button', { hasText: 'Download script' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('copy-images.sh')
    expect(readFileSync(await download.path(), 'utf8')).toContain('/quick/web:latest')
  })

  it('copies them', async () => {
    await page.locator('button[type=submit]:enabled').click()
    await page.waitForURL(/\/executions\/\d+$/)
    const execution = /(\d+)$/.exec(page.url())![1]
    await expect
      .poll(async () => (await ask<{ state: string }>(page, 'GET', `/executions/${execution}`)).state, {
        timeout: 30_000,
      })
      .toBe('SUCCEEDED')
  })

  it('becomes a task', async () => {
    await page.goto(`${ORIGIN}/#/quick-sync`)
    await page.fill('textarea[name=images]', `${source}/shop/api:1.25.3`)
    await page.locator('.el-select:has([aria-label="Target registry"])').click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: 'demo-target' }).click()
    await page.locator('button', { hasText: 'Save as a task' }).click()
    await page.waitForURL(/\/tasks\/new$/)
    await page.locator('nav.steps button', { hasText: 'Source' }).click()
    expect(await page.inputValue('textarea[name=images]')).toBe(`${source}/shop/api:1.25.3`)
  })

  it('tells how a target differs, and makes a task of it', async () => {
    await page.goto(`${ORIGIN}/#/diff?source=demo-source&repository=shop/api&target=demo-target&to=compare/api`)
    await page.locator('button[type=submit]:enabled').click()
    await page.locator('.count', { hasText: 'only in source' }).waitFor()
    await page.locator('button', { hasText: 'Make a task of it' }).click()
    await page.locator('.preview .count', { hasText: 'to copy' }).waitFor()
  })

  it('goes on without a complaint', () => {
    expect(complaints.found).toEqual([])
  })
})
