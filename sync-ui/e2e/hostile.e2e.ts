import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Api } from './support/api'
import { launch } from './support/browser'
import { HostileRegistry, markup } from './support/hostile'
import { Visitor } from './support/visitor'

const { origin, username, password } = inject('site')

/** Names, descriptions and answers that are markup are read as they are, and make nothing of a page. */
describe('markup', () => {
  const api = new Api(origin)
  const USER = `user-${markup('user')}`
  let browser: Browser
  let visitor: Visitor
  let hostile: HostileRegistry
  let registry = 0
  let task = 0
  let execution = 0

  beforeAll(async () => {
    ;[browser, hostile] = await Promise.all([launch(), HostileRegistry.start()])
    await api.signIn(username, password)
    registry = await made('/registries', {
      name: markup('registry'),
      description: markup('description'),
      username: markup('account'),
      password: 'x',
      type: 'generic',
      url: hostile.origin,
    })
    const channel = markup('channel')
    await made('/notifications/channels', {
      name: channel,
      type: 'webhook',
      enabled: true,
      settings: {},
      secrets: { url: 'https://127.0.0.1:1/hook' },
    })
    await made('/users', {
      username: USER,
      displayName: markup('person'),
      email: '"<b>"@example.com',
      role: 'VIEWER',
      password: 'Whatever-1',
    })
    await made('/tokens', { name: markup('token') })
    task = await made('/tasks', {
      spec: {
        name: markup('task'),
        description: markup('purpose'),
        source: { registry: markup('registry'), repository: 'shop/bad' },
        targets: [{ registry: 'demo-target', project: 'hostile' }],
        tags: { include: [markup('pattern')] },
        notification: { when: 'always', channels: [channel] },
        limits: { retries: 0 },
      },
    })
    execution = (await api.post<{ execution: number }>(`/tasks/${task}/run`)).execution
    await api.ended(execution)
    await new Api(origin).signIn(USER, markup('password')).catch(() => undefined)
    visitor = await Visitor.arriveAsAdmin(browser, { language: 'zh' })
    // The server itself passes no names on that are none.
    await visitor.page.route(/\/registries\/\d+\/(repositories|tags)/, async (route) => {
      const response = await route.fetch()
      const answer = (await response.json()) as { items?: string[] }
      answer.items?.unshift(markup(route.request().url().includes('/tags') ? 'tag' : 'repository'))
      await route.fulfill({ response, json: answer })
    })
  })
  afterAll(async () => {
    await browser.close()
    hostile.stop()
  })

  async function made(path: string, body: unknown): Promise<number> {
    return (await api.post<{ id: number }>(path, body)).id
  }

  /** Each page by its address, with what it says that was markup. */
  const PAGES: Record<string, () => [path: string, ...said: string[]]> = {
    dashboard: () => ['/', 'task'],
    executions: () => ['/executions', 'task'],
    execution: () => [`/executions/${execution}`, 'task', 'answer'],
    registries: () => ['/registries', 'registry', 'description', 'account'],
    'a registry': () => [`/registries/${registry}/browse?all=1`, 'registry', 'repository'],
    tags: () => [`/registries/${registry}/browse?repository=shop/good`, 'registry', 'tag'],
    'an image': () => [`/registries/${registry}/browse?repository=shop/good&reference=v1`, 'annotation', 'key'],
    'a name that is none': () => [
      `/registries/${registry}/browse?repository=${encodeURIComponent(markup('name'))}`,
      'name',
    ],
    channels: () => ['/notifications', 'channel'],
    deliveries: () => ['/notifications/deliveries', 'channel'],
    users: () => ['/system/users', 'user', 'person'],
    tokens: () => ['/system/tokens', 'token'],
    logins: () => ['/system/logins', 'user'],
    audit: () => ['/system/audit'],
    tasks: () => ['/tasks', 'task', 'purpose', 'registry'],
    task: () => [`/tasks/${task}`, 'task', 'purpose', 'pattern', 'channel'],
    comparison: () => [
      `/diff?source=demo-source&repository=shop/api&target=${encodeURIComponent(markup('registry'))}&to=x/y`,
      'registry',
    ],
  }

  for (const [name, page] of Object.entries(PAGES)) {
    it(`is text in the page of ${name}`, async () => {
      const [path, ...said] = page()
      await visitor.turnTo(path)
      for (const kind of said) {
        await visitor.page.getByText(markup(kind)).first().waitFor({ state: 'attached' })
      }
      await visitor.settled()
      await expectNothingOfIt()
    })
  }

  it('is text where a task is changed', async () => {
    await visitor.visit(`/tasks/${task}/edit`, 'nav.steps')
    for (const step of await visitor.page.locator('nav.steps button').all()) {
      await step.click()
      await expectNothingOfIt()
    }
    await visitor.page.locator('.el-checkbox.expert').click()
    expect(await visitor.page.locator('.form textarea').inputValue()).toContain(markup('pattern'))
    await expectNothingOfIt()
  })

  it('is text in questions and their answers', async () => {
    await visitor.visit('/registries', 'tbody tr')
    const row = visitor.row(markup('description'))
    await visitor.button('registries.test.short', {}, row).click()
    // It is tried at once, and cannot be tried again meanwhile.
    await visitor.page.locator('.verdict').waitFor()
    await visitor.field('registries.pushTo').fill('shop/new')
    await visitor.field('registries.pushTo').press('Enter')
    await visitor.page.locator('.verdict').getByText(markup('answer')).first().waitFor()
    await expectNothingOfIt()
    await visitor.button('forms.close').last().click()
    await visitor.button('registries.deleteName', { name: markup('registry') }).click()
    await visitor.page.locator('.el-message-box').getByText(markup('registry')).first().waitFor()
    await expectNothingOfIt()
    await visitor.button('forms.delete', {}, visitor.page.locator('.el-message-box')).click()
    await visitor.page.locator('.el-message-box').getByText(markup('task')).waitFor()
    await expectNothingOfIt()
  })

  async function expectNothingOfIt() {
    expect(await visitor.page.locator('img[src=x], [onerror]').count()).toBe(0)
    visitor.expectContent()
  }
})
