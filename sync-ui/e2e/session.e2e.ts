import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { launch } from './support/browser'
import { Visitor } from './support/visitor'

const { username, password } = inject('site')

describe('somebody who has signed in', () => {
  let browser: Browser
  let visitor: Visitor

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())
  beforeEach(async () => {
    visitor = await Visitor.arriveAsAdmin(browser, { language: 'zh' })
  })
  afterEach(async () => {
    visitor.expectContent()
    await visitor.leave()
  })

  const menu = (key: string) => visitor.page.locator('nav').getByText(visitor.t(key), { exact: true })

  async function signOut() {
    await visitor.page.locator(`[aria-label="${visitor.t('shell.account', { name: username })}"]`).click()
    await visitor.page.getByRole('menuitem', { name: visitor.t('shell.signOut') }).click()
  }

  it('goes on when a server that was starting answers again', async () => {
    await visitor.page.route('**/api/v1/auth/me', (route) => route.fulfill({ status: 503, json: {} }), { times: 1 })
    await visitor.visit('/tasks', '.el-alert')
    await visitor.button('ui.retry').click()
    await visitor.page.getByRole('heading', { name: visitor.t('menu.tasks'), exact: true }).waitFor()
  })

  it('is told when signing out fails, and has not left', async () => {
    await visitor.page.route('**/api/v1/auth/logout', (route) => route.fulfill({ status: 503, json: {} }), { times: 1 })
    await signOut()
    await visitor.page.locator('.el-message--error').waitFor()
    await menu('menu.tasks').click()
    await visitor.page.getByRole('heading', { name: visitor.t('menu.tasks'), exact: true }).waitFor()
    await signOut()
    await visitor.page.waitForSelector('input[name=username]')
  })

  it('reaches a page that has another name after an update', async () => {
    const { page } = visitor
    let isLoadedAnew = false
    page.on('request', (request) => (isLoadedAnew ||= request.isNavigationRequest()))
    await page.route('**/assets/TasksPage*.js', (route) =>
      isLoadedAnew ? route.continue() : route.fulfill({ status: 404 }),
    )
    await menu('menu.tasks').click()
    await page.getByRole('heading', { name: visitor.t('menu.tasks'), exact: true }).waitFor()
    expect(isLoadedAnew).toBe(true)
  })

  it('finds a task that was being made when the session ended', async () => {
    await visitor.visit('/tasks/new', '.steps')
    await visitor.page.fill('input[name=name]', 'half done')
    await visitor.page.context().clearCookies()
    await visitor.page.locator('nav.steps button', { hasText: visitor.t('wizard.step.notification') }).click()
    await visitor.page.fill('input[name=username]', username)
    await visitor.page.fill('input[name=password]', password)
    await visitor.page.click('button[type=submit]')
    await visitor.page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[name=name]')?.value === 'half done',
    )
    expect(visitor.page.url()).toContain('#/tasks/new')
  })
})
