import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { Api } from './support/api'
import { launch } from './support/browser'
import { Visitor } from './support/visitor'

const { origin, username, password } = inject('site')

describe('somebody who has signed in', () => {
  const api = new Api(origin)
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

  /** The session ends while a name is being entered; whoever signs in again finds it. */
  async function losesAndFinds(path: string, name: string) {
    const { page } = visitor
    await visitor.visit(path, '.steps')
    await page.fill('input[name=name]', name)
    await page.context().clearCookies()
    await page.locator('nav.steps button', { hasText: visitor.t('wizard.step.notification') }).click()
    await page.fill('input[name=username]', username)
    await page.fill('input[name=password]', password)
    await page.click('button[type=submit]')
    await page.waitForFunction(
      (entered) => document.querySelector<HTMLInputElement>('input[name=name]')?.value === entered,
      name,
    )
    expect(page.url()).toContain(`#${path}`)
  }

  it('finds a task that was being made when the session ended', () => losesAndFinds('/tasks/new', 'half done'))

  it('finds what was being changed of a task, which can still be saved', async () => {
    const spec = { name: 'to be changed', source: { registry: 'demo-source' }, targets: [{ registry: 'demo-target' }] }
    await api.signIn(username, password)
    const { id } = await api.post<{ id: number }>('/tasks', { spec })
    await losesAndFinds(`/tasks/${id}/edit`, 'half changed')
    await visitor.button('wizard.save').click()
    await visitor.reads('tasks.summary')
    expect((await api.get<{ name: string }>(`/tasks/${id}`)).name).toBe('half changed')
  })
})
