import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { Api } from './support/api'
import { launch } from './support/browser'
import { NarrowWay } from './support/narrow'
import { RealRegistry, ROBOT } from './support/registries'
import { Visitor } from './support/visitor'

const { origin, username, password } = inject('site')
const MIB = 1 << 20

interface Task {
  id: number
  version: number
  enabled: boolean
  spec: Record<string, unknown>
}

/** Two registries that want a login, the way to the second of which is as narrow as a test wants it. */
describe('what people do', () => {
  const api = new Api(origin)
  let browser: Browser
  let source: RealRegistry
  let target: RealRegistry
  let way: NarrowWay

  beforeAll(async () => {
    ;[browser, source, target] = await Promise.all([launch(), RealRegistry.start(true), RealRegistry.start(true)])
    way = await NarrowWay.open(target.origin)
    await api.signIn(username, password)
  })
  afterAll(async () => {
    await browser.close()
    way.close()
    await Promise.all([source.stop(), target.stop()])
  })

  for (const language of ['zh', 'en'] as const) {
    describe(`in ${language}`, () => {
      const SOURCE = `from-${language}`
      const TARGET = `to-${language}`
      const TASK = `Nightly ${language}`
      const USER = `reader-${language}`
      const REPOSITORY = `shop/web-${language}`
      const ONE = `shop/one-${language}`
      let visitor: Visitor

      beforeAll(async () => {
        visitor = await Visitor.arrive(browser, { language })
        await source.push(REPOSITORY, '1.0.0', [9 * MIB, 2_000, 2 * MIB])
        await source.push(ONE, 'v1', [2_000])
      })
      afterEach(() => visitor.expectContent())
      afterAll(() => visitor.leave())

      const page = () => visitor.page
      const task = async () => (await api.get<{ items: Task[] }>(`/tasks?text=${encodeURIComponent(TASK)}`)).items[0]!

      /** From the list of tasks to the one of executions, where it is the first. */
      async function run() {
        await visitor.visit('/tasks', '.row')
        await visitor.button('tasks.run', {}, visitor.row(TASK)).click()
        await page().waitForURL(/\/executions$/)
        await page().locator('tr.begun', { hasText: TASK }).waitFor()
      }

      /** Something that takes a while, which the task has not copied yet. */
      async function makeWork(tag: string) {
        await source.push(REPOSITORY, tag, [16 * MIB])
        way.bytesPerSecond = MIB
      }

      it('they sign in, and are told when a password is wrong', async () => {
        await page().goto(origin)
        await page().fill('input[name=username]', username)
        await page().fill('input[name=password]', 'mistyped')
        await page().press('input[name=password]', 'Enter')
        await visitor.reads('problems.codes.login_failed')
        await visitor.signIn(username, password)
        await visitor.reads('menu.dashboard', page().locator('h1'))
      })

      it('they add registries, and try them before', async () => {
        for (const [name, url] of [
          [SOURCE, source.origin],
          [TARGET, way.origin],
        ] as const) {
          await visitor.visit('/registries', 'tbody tr')
          await visitor.button('registries.add').click()
          await page().fill('input[name=registry-name]', name)
          await page().fill('input[name=registry-url]', url)
          await visitor.field('registries.username').fill(ROBOT.username)
          await visitor.field('registries.password').fill('wrong')
          await visitor.button('registries.test.action').click()
          await page().locator('[data-plane=LOGIN][data-state=FAILED]').waitFor()
          await page().getByText(visitor.t('registries.planes.LOGIN.FAILED')).waitFor()

          await visitor.field('registries.password').fill(ROBOT.password)
          await visitor.field('registries.pushTo').fill(`mirror/probe-${language}`)
          await visitor.button('registries.test.action').click()
          await page().locator('[data-plane=PUSH][data-state=OK]').waitFor()
          await visitor.button('forms.save').click()
          await page().locator('.form-panel').waitFor({ state: 'detached' })
          await visitor.reads('registries.test.states.OK', visitor.row(name))
        }
        expect(await page().content()).not.toContain(ROBOT.password)
      })

      it('they make a task in the wizard', async () => {
        await visitor.visit('/tasks', '.row')
        await visitor.button('tasks.create').click()
        await page().fill('input[name=name]', TASK)
        await page().press('input[name=name]', 'Enter')
        await visitor.choose('wizard.sourceRegistry', SOURCE)
        await page().fill('input[name=source-project]', 'shop')
        await page().keyboard.press('Tab')
        await visitor.enter('wizard.repositories', `web-${language}`)
        await visitor.button('wizard.next').click()
        await visitor.choose('wizard.targetRegistry', TARGET)
        await visitor.enter('wizard.targetProjects', 'mirror')
        await page().locator('.preview .rows li', { hasText: '1.0.0' }).waitFor()
        await visitor.button('wizard.save').click()
        await visitor.reads('tasks.summary')
        expect((await task()).spec).toEqual({
          name: TASK,
          source: { registry: SOURCE, project: 'shop', repository: `web-${language}` },
          targets: [{ registry: TARGET, project: 'mirror' }],
          platforms: ['linux/amd64', 'linux/arm64'],
        })
      })

      it('they run it, watch it and read its log', async () => {
        way.bytesPerSecond = 3 * MIB
        await run()
        await page().locator('tr.begun').getByRole('link', { name: TASK }).click()
        await page().waitForURL(/\/executions\/\d+$/)
        const seen = await visitor.watchBar()
        await visitor.reads('states.RUNNING')
        await visitor.button('executions.log').click()
        const log = page().locator('.el-drawer [role=log]')
        await log.getByText('1.0.0').first().waitFor()
        await page().keyboard.press('Escape')
        await log.waitFor({ state: 'detached' })
        await visitor.reads('states.SUCCEEDED')
        const percents = await seen()
        expect(percents).toEqual([...percents].sort((a, b) => a - b))
        expect(percents.length).toBeGreaterThan(2)
        expect(percents.at(-1)).toBe(100)
      })

      it('they stop it in the list of tasks', async () => {
        await makeWork('2.0.0')
        await run()
        await visitor.visit('/tasks', '.row')
        await visitor.button('tasks.stop', {}, visitor.row(TASK)).click()
        await page().getByText(visitor.t('tasks.stopText')).waitFor()
        await visitor.confirm('tasks.stop')
        await visitor.reads('states.STOPPED', visitor.row(TASK))
      })

      it('they stop it in the list of executions', async () => {
        await makeWork('3.0.0')
        await run()
        const row = visitor.row(TASK).first()
        await visitor.reads('states.RUNNING', row)
        await visitor.button('executions.stop', {}, row).click()
        await page()
          .getByText(visitor.t('executions.stopQuestion', { name: TASK }))
          .waitFor()
        await visitor.confirm('executions.stop')
        await visitor.reads('states.STOPPED', row)
      })

      it('they change and switch it, and nothing else of it', async () => {
        const { id, version, spec } = await task()
        const full = {
          ...spec,
          images: { exclude: ['*:*debug*'] },
          tags: { exclude: ['-rc'], coolDown: '1h' },
          referrers: ['application/spdx+json'],
          digestTags: true,
          mapping: { flatten: 1, rename: [{ match: '^shop/(.*)$', replace: 'store/$1' }] },
          limits: { bandwidth: '50MiB', requestsPerSecond: '200.5', retries: 5 },
          delete: { enabled: true, maxPercent: 20 },
          schedule: { cron: '15 3 * * *', timeZone: 'Europe/Berlin' },
        }
        const rest = { priority: 3, parallelism: 2, overlap: 'QUEUE' }
        const stored = await api.put<Task>(`/tasks/${id}`, { ...rest, version, spec: full })

        await visitor.visit('/tasks', '.row')
        await visitor.row(TASK).getByRole('link', { name: TASK }).click()
        await visitor.button('tasks.edit').click()
        await page().fill('textarea[name=description]', 'read by people')
        await visitor.button('wizard.save').click()
        await visitor.reads('tasks.summary')
        await visitor.visit('/tasks', '.row')
        await page()
          .locator(`.el-switch:has([aria-label="${visitor.t('tasks.enabledOf', { name: TASK })}"])`)
          .click()
        await page().getByText(visitor.t('tasks.nowDisabled')).waitFor()
        await visitor.reads('tasks.suspended', visitor.row(TASK))

        expect(await task()).toMatchObject({ ...rest, enabled: false })
        expect((await task()).spec).toEqual({ ...stored.spec, description: 'read by people', enabled: false })
      })

      it('they copy a list of images at once', async () => {
        way.bytesPerSecond = Number.POSITIVE_INFINITY
        await visitor.visit('/quick-sync')
        await page().fill('textarea[name=images]', `${new URL(source.origin).host}/${ONE}:v1`)
        await visitor.choose('wizard.targetRegistry', TARGET)
        await visitor.enter('quickSync.projects', 'quick')
        await page().getByText(`/quick/one-${language}:v1`).first().waitFor()
        await page().locator('button[type=submit]:enabled').click()
        await page().waitForURL(/\/executions\/\d+$/)
        await visitor.reads('states.SUCCEEDED')
        expect(await target.has(`quick/one-${language}`, 'v1')).toBe(true)
      })

      it('they let somebody in, give a new password, and put them out', async () => {
        await visitor.visit('/system/users', 'tbody tr')
        await visitor.button('users.add').click()
        await page().fill('input[name=new-username]', USER)
        await page().fill('input[name=new-password]', 'Forgotten-soon-1')
        await visitor.button('forms.save').click()
        await visitor.reads('users.pending', visitor.row(USER))

        await visitor.button('users.resetPassword', {}, visitor.row(USER)).click()
        await page().fill('.el-dialog input[name=new-password]', 'Handed-over-1')
        await visitor.button('forms.save').click()
        await page()
          .getByText(visitor.t('users.passwordReset', { name: USER }))
          .waitFor()

        const other = await Visitor.arrive(browser, { language })
        await other.signIn(USER, 'Handed-over-1', 'Of-my-own-1')
        // Who only reads is not offered what changes something.
        await other.visit('/tasks', '.row')
        expect(await other.button('tasks.create').count()).toBe(0)

        await visitor.visit('/system/users', 'tbody tr')
        await visitor.row(USER).locator('.el-switch').click()
        await visitor.confirm('users.switchOff')
        await visitor.reads('users.inactive', visitor.row(USER))
        await other.page.locator('nav').getByText(other.t('menu.registries'), { exact: true }).click()
        await other.page.waitForSelector('input[name=username]')
        other.expectContent()
        await other.leave()
      })
    })
  }
})
