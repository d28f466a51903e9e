import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { Api } from './support/api'
import { launch, type Language } from './support/browser'
import { HostileRegistry, markup } from './support/hostile'
import { NarrowWay } from './support/narrow'
import { RealRegistry } from './support/registries'
import { Visitor } from './support/visitor'

const { origin, username, password } = inject('site')
const MIB = 1 << 20
const MARKUP = markup('run')

describe('a run', () => {
  const api = new Api(origin)
  let browser: Browser
  let source: RealRegistry
  let target: RealRegistry
  let way: NarrowWay
  let hostile: HostileRegistry
  let visitor: Visitor

  beforeAll(async () => {
    ;[browser, source, target, hostile] = await Promise.all([
      launch(),
      RealRegistry.start(),
      RealRegistry.start(),
      HostileRegistry.start(),
    ])
    way = await NarrowWay.open(target.origin)
    await api.signIn(username, password)
    await api.post('/registries', { name: 'real-source', type: 'generic', url: source.origin })
    await api.post('/registries', { name: 'real-target', type: 'generic', url: way.origin })
    await api.post('/registries', { name: 'hostile', type: 'generic', url: hostile.origin })
  })
  afterAll(async () => {
    await browser.close()
    way.close()
    hostile.stop()
    await Promise.all([source.stop(), target.stop()])
  })
  afterEach(async () => {
    visitor.expectContent()
    await visitor.leave()
  })

  async function enter(language: Language, path: string) {
    visitor = await Visitor.arriveAsAdmin(browser, { language })
    await visitor.visit(path)
    return visitor.page
  }

  /** A task for a repository of the real source, and an execution of it that is over. */
  async function task(name: string, repository: string): Promise<number> {
    const { id } = await api.post<{ id: number }>('/tasks', {
      spec: {
        name,
        source: { registry: 'real-source', repository },
        targets: [{ registry: 'real-target', project: 'mirror' }],
      },
    })
    return id
  }

  async function run(id: number): Promise<number> {
    return (await api.post<{ execution: number }>(`/tasks/${id}/run`)).execution
  }

  it('is begun again from its page and followed to its end', async () => {
    way.bytesPerSecond = Number.POSITIVE_INFINITY
    await source.push('shop/api', '1.0.0', [40_000, 2_000])
    const before = await run(await task(MARKUP, 'shop/api'))
    await api.ended(before)
    await source.push('shop/api', '1.1.0', [8 * MIB, 2_000, 3 * MIB])
    way.bytesPerSecond = 5 * MIB

    const page = await enter('zh', `/executions/${before}`)
    await visitor.reads('states.SUCCEEDED')
    await visitor.button('executions.runAgain').click()
    await page.waitForURL((url) => !url.hash.endsWith(`/${before}`))
    const seen = await visitor.watchBar()
    await visitor.reads('states.RUNNING')
    await visitor.reads('states.SUCCEEDED')
    const percents = await seen()
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
    expect(percents.length).toBeGreaterThan(2)

    await visitor.button('executions.log').click()
    const log = page.locator('.el-drawer [role=log]')
    await log.getByText(MARKUP).first().waitFor()
    await page.locator('.el-drawer input').first().fill('1.1.0')
    await log.locator('mark').first().waitFor()
    await page.keyboard.press('Escape')
    await log.waitFor({ state: 'detached' })

    await page.locator('.unit button[aria-expanded]').first().click()
    await page.locator('.image button[aria-expanded]').first().click()
    await page.getByText('linux/arm64', { exact: true }).waitFor()
  })

  it('is stopped in the middle of a blob, and does the rest when tried again', async () => {
    await source.push('shop/big', '2.0.0', [24 * MIB])
    way.bytesPerSecond = MIB / 2
    const id = await task('big', 'shop/big')

    const page = await enter('en', `/executions/${await run(id)}`)
    await page.waitForFunction(() => {
      const bars = [...document.querySelectorAll('.blobs [role=progressbar]')]
      return bars.some((bar) => Number(bar.getAttribute('aria-valuenow')) > 0)
    })
    const seen = await visitor.watchBar()
    await visitor.button('executions.stop').click()
    await visitor.confirm('executions.stop')
    await visitor.reads('states.STOPPED')
    expect((await seen()).at(-1)).toBeLessThan(100)

    way.bytesPerSecond = Number.POSITIVE_INFINITY
    await visitor.button('executions.retry').click()
    await visitor.reads('states.SUCCEEDED')
  })

  it('shows how fast it was, also to who was not there', async () => {
    await source.push('shop/slow', '1', [8 * MIB])
    way.bytesPerSecond = MIB
    const execution = await run(await task('slow', 'shop/slow'))
    await api.ended(execution)

    const page = await enter('en', `/executions/${execution}`)
    await page.getByRole('img', { name: /^at most/ }).waitFor()
  })

  it('shows what a registry says, with what to do', async () => {
    const { id } = await api.post<{ id: number }>('/tasks', {
      spec: {
        name: 'hostile',
        source: { registry: 'hostile', repository: 'x/y' },
        targets: [{ registry: 'real-target', project: 'hostile' }],
        limits: { retries: 0 },
      },
    })
    const execution = await run(id)
    await api.ended(execution)
    const page = await enter('zh', `/executions/${execution}`)
    await page.getByText(visitor.t('executions.causes.server.title')).first().waitFor()
    await page.getByRole('log').getByText(markup('answer')).first().waitFor()
  })

  it('has a log of 100,000 lines of which few are in the page', async () => {
    const total = 100_000
    const line = (number: number) => ({
      number,
      at: '2026-01-01T00:00:00Z',
      level: 'INFO',
      text: `line ${number} ${MARKUP}`,
    })
    const page = await enter('en', '/')
    await page.route(/\/executions\/1\/log\?/, async (route) => {
      const query = new URL(route.request().url()).searchParams
      const [from, size] = [Number(query.get('from')), Number(query.get('size'))]
      const items = Array.from({ length: Math.min(size, total - from + 1) }, (_, i) => line(from + i))
      await route.fulfill({ json: { items, total, next: from + items.length, more: from + items.length <= total } })
    })
    await visitor.visit('/executions/1')
    const log = page.getByRole('log')
    await log.getByText(`line 1 ${MARKUP}`).waitFor()
    for (const share of [0.5, 0.1, 1]) {
      await log.evaluate((place, part) => place.scrollTo(0, place.scrollHeight * part), share)
      const middle = share === 1 ? total : Math.round(total * share) + 5
      await log.getByText(`line ${middle} ${MARKUP}`).waitFor()
      expect(await log.locator('.row').count()).toBeLessThan(120)
    }
    await log.getByText(`line ${total} ${MARKUP}`).click()
    await page.keyboard.press('ArrowUp')
    await page
      .getByText(`line ${total - 1} ${MARKUP}`)
      .last()
      .waitFor()
    expect(await page.locator('.note .mono').textContent()).toBe(`line ${total - 1} ${MARKUP}`)
  })

  it('says when the connection is broken, and goes on when it is there again', async () => {
    way.bytesPerSecond = MIB / 2
    await source.push('shop/broken', '1', [12 * MIB])
    const execution = await run(await task('broken connection', 'shop/broken'))
    const page = await enter('en', '/')
    await page.route(/\/events/, (route) => route.fulfill({ status: 502, body: 'bad gateway' }), { times: 1 })
    await visitor.visit(`/executions/${execution}`)
    await page.getByText(visitor.t('executions.broken')).first().waitFor()
    await page.getByText(visitor.t('executions.broken')).first().waitFor({ state: 'detached' })
    way.bytesPerSecond = Number.POSITIVE_INFINITY
    await visitor.reads('states.SUCCEEDED')
  })
})
