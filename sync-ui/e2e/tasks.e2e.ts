import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ask } from './support/page'
import { Complaints, launch, open, signIn } from './support/browser'

const { origin: ORIGIN, username: USERNAME, password: PASSWORD } = inject('site')
const NAME = `Shop to mirror ${Date.now()}`

interface Task {
  id: number
  version: number
  name: string
  enabled: boolean
  spec: Record<string, unknown>
  priority: number
  parallelism: number
  overlap: string
}

/** One task through its whole life, against the registries of {@code server --demo}. */
describe('a task', () => {
  let browser: Browser
  let page: Page
  let complaints: Complaints
  let id = 0

  beforeAll(async () => {
    browser = await launch()
    page = await (await open(browser, { language: 'en', theme: 'light', width: 1440 })).newPage()
    complaints = new Complaints(page, ORIGIN)
    await signIn(page, ORIGIN, USERNAME, PASSWORD)
  })
  afterAll(async () => {
    const { items } = await ask<{ items: Task[] }>(page, 'GET', `/tasks?text=${encodeURIComponent(NAME)}`)
    for (const task of items) {
      await ask(page, 'DELETE', `/tasks/${task.id}`)
    }
    await browser.close()
  })

  const task = (of = id) => ask<Task>(page, 'GET', `/tasks/${of}`)
  const step = (name: string) => page.locator('nav.steps button', { hasText: name }).click()
  const preview = (text: string) => page.locator('.preview', { hasText: text }).waitFor()

  async function choose(label: string, option: string) {
    await page.locator(`.el-select:has([aria-label="${label}"])`).click()
    await page.locator('.el-select-dropdown__item:visible', { hasText: option }).click()
    // While it closes it takes the focus back.
    await page.locator('.el-select-dropdown:visible').waitFor({ state: 'hidden' })
  }

  async function type(label: string, ...values: string[]) {
    await page.locator(`input[aria-label="${label}"]`).click({ force: true })
    await page.waitForFunction((name) => document.activeElement?.ariaLabel === name, label)
    for (const value of values) {
      await page.keyboard.type(value)
      await page.keyboard.press('Enter')
    }
  }

  async function visit(path: string, ready: string) {
    await page.goto(`${ORIGIN}/#${path}`)
    await page.locator(ready).first().waitFor()
  }

  const menu = async (of: string, entry: string) => {
    await page.locator(`button[aria-label="More for task ${of}"]`).click()
    await page.locator('.el-dropdown-menu__item:visible', { hasText: entry }).click()
  }

  it('is made in the wizard, which tells what it would copy', async () => {
    await visit('/tasks', '.page h1')
    await page.locator('button', { hasText: 'Create task' }).click()
    await page.fill('input[name=name]', NAME)
    await page.press('input[name=name]', 'Enter')

    await choose('Source registry', 'demo-source')
    await page.fill('input[name=source-project]', 'shop')
    await page.keyboard.press('Tab')
    await step('Target')
    await choose('Target registry', 'demo-target')
    await type('Projects', 'e2e')
    await page.keyboard.press('Escape')
    await preview('2 repositories looked at')
    expect(await page.locator('.preview .rows li').first().textContent()).toMatch(/^\s*to copy/)
    expect(await page.locator('.preview .count').allTextContents()).toEqual(['10to copy'])

    await step('Tags')
    await type('Exclude tags (regular expressions)', '-rc,^latest$')
    await page.fill('input[name=test-repository]', 'api')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.locator('.sum', { hasText: '3 of 5 tags are chosen' }).waitFor()
    await page.locator('.chip', { hasText: '1.26.0-rc1' }).click()
    expect(await page.locator('.why').textContent()).toContain('excluded by -rc')

    await step('Schedule')
    await page.locator('.el-radio', { hasText: 'Every day at 2:00' }).click()
    await page.locator('.runs li').nth(4).waitFor()
    await page.locator('.preview .count', { hasText: '6' }).waitFor()
    await page.locator('button', { hasText: /^Save$/ }).click()

    await page.locator('dl').waitFor()
    id = Number(/\/tasks\/(\d+)$/.exec(page.url())![1])
    expect((await task()).spec).toEqual({
      name: NAME,
      source: { registry: 'demo-source', project: 'shop' },
      targets: [{ registry: 'demo-target', project: 'e2e' }],
      tags: { exclude: ['-rc', '^latest$'] },
      platforms: ['linux/amd64', 'linux/arm64'],
      schedule: { cron: '0 2 * * *', timeZone: 'Asia/Shanghai' },
    })
  })

  it('keeps everything but the field that is changed', async () => {
    const before = await task()
    const full = {
      ...before.spec,
      images: { exclude: ['*:*debug*'] },
      referrers: ['application/spdx+json'],
      digestTags: true,
      mapping: { flatten: 1, rename: [{ match: '^shop/(.*)$', replace: 'store/$1' }] },
      limits: { bandwidth: '50MiB', requestsPerSecond: '200.5', retries: 5 },
      delete: { enabled: true, maxPercent: 20 },
    }
    const rest = { priority: 3, parallelism: 2, overlap: 'QUEUE' }
    const stored = await ask<Task>(page, 'PUT', `/tasks/${id}`, { ...rest, version: before.version, spec: full })

    await visit(`/tasks/${id}/edit`, 'input[name=name]')
    await page.fill('textarea[name=description]', 'changed')
    await page.locator('button', { hasText: /^Save$/ }).click()
    await page.locator('dl').waitFor()
    const after = await task()
    expect(after.spec).toEqual({ ...stored.spec, description: 'changed' })
    expect(after).toMatchObject(rest)
  })

  it('is not written over what somebody else has changed', async () => {
    await visit(`/tasks/${id}/edit`, 'input[name=name]')
    await page.fill('textarea[name=description]', 'mine')
    const { version, spec } = await task()
    await ask(page, 'PUT', `/tasks/${id}`, { version, spec: { ...spec, description: 'theirs' } })
    await page.locator('button', { hasText: /^Save$/ }).click()
    await page.locator('button', { hasText: /^Reload$/ }).click()
    await page.waitForFunction(
      () => document.querySelector<HTMLTextAreaElement>('textarea[name=description]')?.value === 'theirs',
    )
  })

  it('shows what the server says at its field', async () => {
    await step('Tags')
    await type('Include tags (regular expressions)', '((')
    await page.locator('.error[role=alert]', { hasText: 'is not closed' }).first().waitFor()
    expect(await page.locator('nav.steps .step.wrong').textContent()).toContain('Tags')
    await page.locator('button', { hasText: 'Cancel' }).first().click()
    await page.locator('.el-message-box button', { hasText: 'Leave' }).click()
    await page.locator('dl').waitFor()
  })

  it('is switched, cloned, run and deleted', async () => {
    await visit('/tasks', '.row')
    await page.fill('[role=search] input[type=text]', NAME)
    await page.waitForFunction(() => document.querySelectorAll('.row').length === 1)
    await page.locator('.row .el-switch').click()
    await page.locator('.when', { hasText: 'does not run by itself' }).waitFor()
    expect((await task()).enabled).toBe(false)

    await menu(NAME, 'Clone')
    await page.locator('input[name=clone-name]:visible').fill(NAME)
    await page.keyboard.press('Enter')
    await page.locator('.el-dialog:visible .el-alert').waitFor()
    await page.locator('input[name=clone-name]:visible').fill(`${NAME} again`)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/tasks\/\d+\/edit$/)
    const copy = Number(/(\d+)\/edit$/.exec(page.url())![1])
    expect((await task(copy)).name).toBe(`${NAME} again`)

    await visit(`/tasks/${copy}`, 'dl')
    await page.locator('button', { hasText: 'Run now' }).click()
    await page.waitForURL(/\/executions\/\d+$/)
    const execution = /(\d+)$/.exec(page.url())![1]
    await expect
      .poll(async () => (await ask<{ state: string }>(page, 'GET', `/executions/${execution}`)).state, {
        timeout: 30_000,
      })
      .toBe('SUCCEEDED')

    await visit(`/tasks/${copy}`, 'dl')
    await page.locator('.bar').first().waitFor()
    await menu(`${NAME} again`, 'Delete')
    await page.locator('.el-message-box', { hasText: 'cannot be undone' }).waitFor()
    await page.locator('.el-message-box button', { hasText: 'Delete' }).click()
    await page.waitForURL(/\/tasks$/)
    await expect(task(copy)).rejects.toThrow('404')
  })

  it('goes on without a complaint', () => {
    expect(complaints.found).toEqual([])
  })
})
