import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { Complaints, launch, open, signIn } from './support/browser'

const { origin: ORIGIN, username: USERNAME, password: PASSWORD } = inject('site')

/** Users, tokens, channels, settings and backup. Leaves nothing behind. */
describe('system', () => {
  const name = `e2e-${Date.now()}`
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: Complaints

  beforeAll(async () => {
    browser = await launch()
    context = await open(browser, { language: 'en', theme: 'light', width: 1440 })
    page = await context.newPage()
    complaints = new Complaints(page, ORIGIN)
    await signIn(page, ORIGIN, USERNAME, PASSWORD)
  })
  afterAll(() => browser.close())

  const row = (text: string) => page.locator('tbody tr').filter({ hasText: text })
  const button = (label: string) => page.getByRole('button', { name: label, exact: true })
  const confirm = (label: string) => page.locator('.el-message-box').getByRole('button', { name: label }).click()

  it('adds a user with a made-up password, who has to change it', async () => {
    await page.goto(`${ORIGIN}/#/system/users`)
    await button('Add user').click()
    await page.fill('input[name=new-username]', name)
    await button('Make one up').click()
    const password = (await page.locator('.made .mono').textContent()) ?? ''
    expect(password).toHaveLength(16)
    await button('Save').click()
    await row(name).getByText('New password due').waitFor()

    const other = await open(browser, { language: 'en', theme: 'light', width: 1440 })
    const theirs = await other.newPage()
    await signIn(theirs, ORIGIN, name, password, `${password}-2`)
    expect(await theirs.locator('nav .entry').filter({ hasText: 'Audit log' }).count()).toBe(0)
    await other.close()
  })

  it('changes a role on its own, and switches off and deletes', async () => {
    // Whoever has changed his password is another version of himself.
    await page.reload()
    await row(name).getByRole('button', { name: 'Role' }).click()
    await page.locator('.el-dialog').getByText('Operator').click()
    await button('Save').click()
    await row(name).locator('td').nth(1).getByText('Operator').waitFor()

    await row(name).locator('.el-switch').click()
    await confirm('Switch off')
    await row(name).getByText('Switched off').waitFor()
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await confirm('Delete')
    await row(name).waitFor({ state: 'detached' })
  })

  it('does not offer to take away oneself', async () => {
    expect(await page.getByRole('button', { name: `Delete ${USERNAME}` }).isDisabled()).toBe(true)
  })

  it('shows a new token once, and revokes it', async () => {
    await page.goto(`${ORIGIN}/#/system/tokens`)
    await page.getByRole('button', { name: 'Create token' }).first().click()
    await page.fill('input[name=token-name]', name)
    await page.locator('input[name=token-name]').press('Enter')
    const token = (await page.locator('[data-name=token] .mono').textContent()) ?? ''
    expect(token).toMatch(/^rs_/)
    const me = () =>
      fetch(`${ORIGIN}/api/v1/auth/me`, { headers: { Authorization: `Bearer ${token}` } }).then(({ status }) => status)
    expect(await me()).toBe(200)

    await page.reload()
    await row(name).waitFor()
    expect(await page.content()).not.toContain(token)
    await page.getByRole('button', { name: `Revoke ${name}` }).click()
    await confirm('Revoke')
    await row(name).waitFor({ state: 'detached' })
    expect(await me()).toBe(401)
  })

  it('never shows the secret of a channel again, and says what another address costs', async () => {
    await page.goto(`${ORIGIN}/#/notifications`)
    await page.getByRole('button', { name: 'Add channel' }).first().click()
    await page.locator('.el-drawer .el-select').first().click()
    await page.getByRole('option', { name: 'DingTalk group robot' }).click()
    await page.getByText('enter exactly: Registry Sync').waitFor()
    await page.fill('input[name=channel-name]', name)
    await page.fill('input[name=secret-url]', 'http://example.com/robot')
    await button('Save').click()
    await page.locator('.el-form-item__error').getByText('https://').waitFor()
    await page.fill('input[name=secret-url]', 'https://127.0.0.1:1/robot?access_token=hidden')
    await page.fill('input[name=secret-secret]', 'SEC-hidden')
    await page.locator('.form-panel').getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('It cannot be delivered for now').waitFor()
    await button('Save').click()
    await page.waitForSelector('.form-panel', { state: 'detached' })

    await page.getByRole('button', { name: `Edit ${name}` }).click()
    expect(await page.inputValue('input[name=secret-url]')).toBe('')
    await page.fill('input[name=secret-url]', 'https://127.0.0.1:2/robot')
    await page.getByText('Messages go elsewhere now').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForSelector('.form-panel', { state: 'detached' })
    expect(await page.content()).not.toContain('hidden"')
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await confirm('Delete')
    await row(name).waitFor({ state: 'detached' })
  })

  it('refuses a zone that there is not, at its field', async () => {
    await page.goto(`${ORIGIN}/#/system/settings`)
    await page.fill('input[name=zone]', 'Nowhere/Else')
    await page.locator('input[name=zone]').press('Enter')
    await page.locator('.el-form-item__error').getByText('Nowhere/Else').waitFor()
    expect(await page.inputValue('input[name=zone]')).toBe('Nowhere/Else')
  })

  it('imports without replacing what is there, and downloads a backup', async () => {
    const exported = await page.evaluate(() =>
      fetch('api/v1/tasks/export', { headers: { Accept: 'application/json' } }).then((answer) => answer.json()),
    )
    await page.fill('textarea[name=yaml]', exported.yaml.replace('name: demo', 'name: foreseen'))
    await button('Preview').click()
    await row('foreseen').getByText('Would be added').waitFor()
    await page.fill('textarea[name=yaml]', exported.yaml)
    await button('Import').click()
    await row('demo-source').getByText('There already').waitFor()

    const [file] = await Promise.all([page.waitForEvent('download'), button('Download backup').click()])
    expect(file.suggestedFilename()).toMatch(/^registry-sync-.*\.db$/)
    expect(complaints.found).toEqual([])
  })

  it('shows every page of the system', async () => {
    for (const path of ['sessions', 'logins', 'audit', 'about']) {
      await page.goto(`${ORIGIN}/#/system/${path}`)
      await page.locator('tbody tr').first().waitFor()
    }
    await page.goto(`${ORIGIN}/#/system/audit?action=tokens&actor=${USERNAME}`)
    await page.locator('tbody tr').filter({ hasText: 'tokens.' }).first().waitFor()
    expect(complaints.found).toEqual([])
  })

  it('shows what was done between two days', async () => {
    await page.goto(`${ORIGIN}/#/system/audit`)
    await row('auth.login').first().waitFor()
    await page.getByRole('combobox', { name: 'From day' }).fill('2099-12-31')
    await page.keyboard.press('Enter')
    await page.waitForURL(/from=2099-12-31/)
    await row('auth.login').first().waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'From day' }).fill('2020-01-31')
    await page.keyboard.press('Enter')
    await page.waitForURL(/from=2020-01-31/)
    await row('auth.login').first().waitFor()
    expect(complaints.found).toEqual([])
  })
})
