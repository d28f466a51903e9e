import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Api } from './support/api'
import { launch } from './support/browser'
import { Visitor } from './support/visitor'

const { origin, username, password } = inject('site')
const TOTAL = 10_000
const SIZE = 20

interface Execution {
  id: number
  name: string
  state: string
}

/** However long a history is, a page of it is asked for at once, and no more than that is in the page. */
describe('10,000 executions', () => {
  let browser: Browser
  let visitor: Visitor
  /** What the list was asked, since it was last looked at. */
  let asked: URLSearchParams[] = []

  beforeAll(async () => {
    browser = await launch()
    visitor = await Visitor.arriveAsAdmin(browser, { language: 'zh' })
    const api = new Api(origin)
    await api.signIn(username, password)
    const model = await api.get<Execution>('/executions/1')
    // As the server would: the newest first, each tenth has failed.
    const all = Array.from({ length: TOTAL }, (_, i) => ({
      ...model,
      id: TOTAL - i,
      name: `history ${TOTAL - i}`,
      state: i % 10 === 0 ? 'FAILED' : 'SUCCEEDED',
    }))
    await visitor.page.route(/\/api\/v1\/executions(\?|$)/, async (route) => {
      const query = new URL(route.request().url()).searchParams
      asked.push(query)
      const [page, size, text] = [Number(query.get('page')), Number(query.get('size')), query.get('text') ?? '']
      const states = query.getAll('status')
      const fitting = all.filter(
        ({ name, state }) => name.includes(text) && (states.length === 0 || states.includes(state)),
      )
      await route.fulfill({
        json: { items: fitting.slice(page * size, (page + 1) * size), total: fitting.length, page, size },
      })
    })
  })
  afterAll(() => browser.close())

  const shows = (id: number) => visitor.page.getByText(`history ${id}`, { exact: true }).waitFor()

  /** One question was asked for what is seen now, and it is all that there is in the page. */
  async function expectOnePage(question: Record<string, string>, rows = SIZE) {
    expect(asked.map((query) => Object.fromEntries(query))).toEqual([expect.objectContaining(question)])
    expect(await visitor.page.locator('.page tbody tr').count()).toBe(rows)
    expect(await visitor.page.locator('main *').count()).toBeLessThan(rows * 120)
    asked = []
  }

  it('are shown page by page, to the last one', async () => {
    await visitor.visit('/executions', '.page tbody tr')
    await shows(TOTAL)
    await expectOnePage({ page: '0', size: '20' })
    await visitor.page.locator('.el-pager .number').last().click()
    await shows(1)
    await expectOnePage({ page: '499', size: '20' })
    expect(visitor.page.url()).toContain('page=500')
  })

  it('are found again by going back', async () => {
    await visitor.page.getByRole('link', { name: 'history 1', exact: true }).click()
    await visitor.page.waitForURL(/executions\/1$/)
    await visitor.page.goBack()
    await shows(1)
    await expectOnePage({ page: '499', size: '20' })
  })

  it('are filtered from the first page on, once for a word', async () => {
    await visitor.field('executions.search').fill('history 99')
    await shows(9999)
    await expectOnePage({ page: '0', text: 'history 99' })
    await visitor.choose('executions.status', visitor.t('executions.states.SUCCEEDED'))
    await visitor.page.getByText('history 9990', { exact: true }).waitFor({ state: 'detached' })
    await expectOnePage({ page: '0', text: 'history 99', status: 'SUCCEEDED' })
    await visitor.button('forms.clearFilter').click()
    await shows(TOTAL)
    await expectOnePage({ page: '0', size: '20' })
  })

  it('are shown by the hundred for who wants it', async () => {
    await visitor.page.locator('.pager .el-select').click()
    await visitor.page.locator('.el-select-dropdown__item:visible', { hasText: '100' }).click()
    await shows(TOTAL - 99)
    await expectOnePage({ page: '0', size: '100' }, 100)
    visitor.expectContent()
  })
})
