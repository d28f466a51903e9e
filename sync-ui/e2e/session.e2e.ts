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

  /** The session ends while a name is being entered. */
  async function loses(path: string, name: string) {
    const { page } = visitor
    await visitor.visit(path, '.steps')
    await page.fill('input[name=name]', name)
    await page.context().clearCookies()
    await page.locator('nav.steps button', { hasText: visitor.t('wizard.step.notification') }).click()
    await page.waitForSelector('input[name=username]')
  }

  /** Signs in again, and is where the name was entered. */
  async function finds(path: string, name: string) {
    const { page } = visitor
    await page.fill('input[name=username]', username)
    await page.fill('input[name=password]', password)
    await page.click('button[type=submit]')
    await page.waitForFunction(
      (entered) => document.querySelector<HTMLInputElement>('input[name=name]')?.value === entered,
      name,
    )
    expect(page.url()).toContain(`#${path}`)
  }

  it('finds a task that was being made when the session ended', async () => {
    await loses('/tasks/new', 'half done')
    await finds('/tasks/new', 'half done')
  })

  describe('and changes a task when the session ends', () => {
    const spec = { name: 'to be changed', source: { registry: 'demo-source' }, targets: [{ registry: 'demo-target' }] }
    let task: { id: number; version: number; name: string }
    let path: string

    beforeEach(async () => {
      await api.signIn(username, password)
      task = await api.post('/tasks', { spec })
      path = `/tasks/${task.id}/edit`
    })
    afterEach(() => api.delete(`/tasks/${task.id}`))

    const stored = () => api.get<typeof task>(`/tasks/${task.id}`)

    it('finds the changes, and saves them', async () => {
      await loses(path, 'half changed')
      await finds(path, 'half changed')
      await visitor.button('wizard.save').click()
      await visitor.reads('tasks.summary')
      expect((await stored()).name).toBe('half changed')
    })

    it('does not save them over what somebody else has changed meanwhile', async () => {
      await loses(path, 'half changed')
      await api.put(`/tasks/${task.id}`, { version: task.version, spec: { ...spec, name: 'theirs' } })
      await finds(path, 'half changed')
      await visitor.button('wizard.save').click()
      await visitor.button('wizard.reload').click()
      await visitor.page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('input[name=name]')?.value === 'theirs',
      )
      expect((await stored()).name).toBe('theirs')
    })
  })
})
