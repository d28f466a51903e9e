import type { Visitor } from './visitor'

export interface Sight {
  /** For its picture. */
  name: string
  /** With {@code server --demo}, after what {@link startServer} has done. */
  path: string
  /** What has to be done there before it is seen. */
  act?: (visitor: Visitor) => Promise<unknown>
}

const press = (key: string) => (visitor: Visitor) => visitor.button(key).first().click()
const pressIn = (row: string, key: string) => (visitor: Visitor) => visitor.button(key, {}, visitor.row(row)).click()
const step = (name: string) => (visitor: Visitor) =>
  visitor.page.locator('nav.steps button', { hasText: visitor.t(`wizard.step.${name}`) }).click()

/** A form for a registry that nobody answers for. */
async function fillRegistry(visitor: Visitor) {
  await visitor.button('registries.add').click()
  await visitor.page.fill('input[name=registry-name]', 'Harbor production')
  await visitor.page.fill('input[name=registry-url]', 'https://127.0.0.1:1')
}

async function fillQuickSync(visitor: Visitor) {
  await visitor.page.fill('textarea[name=images]', '# base images\nnginx:1.27\nquay.io/prometheus/prometheus:v3.1.0')
  await visitor.choose('wizard.targetRegistry', 'demo-target')
  await visitor.enter('quickSync.projects', 'mirror')
  await visitor.page.getByText('/mirror/nginx:1.27').first().waitFor()
}

const chooseInMenu = (key: string) => async (visitor: Visitor) => {
  await visitor.row('demo').first().locator('.el-dropdown button').click()
  await visitor.page.locator('.el-dropdown-menu__item:visible', { hasText: visitor.t(key) }).click()
}

const WIZARD = ['base', 'source', 'target', 'tags', 'platforms', 'schedule', 'notification', 'advanced']
const DIFF = '/diff?source=demo-source&repository=shop/api&target=demo-target&to=compare/api'

/** Everything that can be seen by somebody who has signed in. */
export const PAGES: Sight[] = [
  { name: 'dashboard', path: '/' },
  { name: 'not-found', path: '/nowhere' },
  {
    name: 'password',
    path: '/',
    act: async (visitor) => {
      await visitor.page.locator(`[aria-label="${visitor.t('shell.account', { name: 'admin' })}"]`).click()
      await visitor.page.getByRole('menuitem', { name: visitor.t('shell.changePassword') }).click()
    },
  },
  { name: 'executions', path: '/executions' },
  { name: 'executions-day', path: '/executions', act: (visitor) => visitor.field('forms.fromDay').click() },
  { name: 'executions-none', path: '/executions?text=nothing-is-called-so' },
  { name: 'execution', path: '/executions/1' },
  {
    name: 'execution-images',
    path: '/executions/1',
    act: async ({ page }) => {
      await page.locator('.unit button[aria-expanded]').first().click()
      await page.locator('.image button[aria-expanded]').first().click()
    },
  },
  { name: 'execution-failed', path: '/executions/2', act: (visitor) => visitor.reads('executions.failures') },
  { name: 'execution-gone', path: '/executions/999999' },
  {
    name: 'log',
    path: '/executions/1',
    act: async (visitor) => {
      await visitor.button('executions.log').click()
      await visitor.page.locator('.el-drawer [role=log] .text').first().click()
    },
  },
  { name: 'registries', path: '/registries' },
  { name: 'registries-form', path: '/registries', act: fillRegistry },
  {
    name: 'registries-form-verdict',
    path: '/registries',
    act: async (visitor) => {
      await fillRegistry(visitor)
      await visitor.button('registries.test.action').click()
      await visitor.page.locator('.verdict').waitFor()
    },
  },
  {
    name: 'registries-test',
    path: '/registries',
    act: async (visitor) => {
      await pressIn('demo-source', 'registries.test.short')(visitor)
      await visitor.page.locator('.verdict').waitFor()
    },
  },
  { name: 'registries-browse', path: '/registries/1/browse?project=shop&repository=shop/web&reference=latest' },
  { name: 'notifications', path: '/notifications' },
  { name: 'notifications-form', path: '/notifications', act: press('notifications.add') },
  { name: 'notifications-deliveries', path: '/notifications/deliveries' },
  { name: 'system-users', path: '/system/users' },
  { name: 'system-users-form', path: '/system/users', act: press('users.add') },
  { name: 'system-users-password', path: '/system/users', act: pressIn('admin', 'users.resetPassword') },
  { name: 'system-sessions', path: '/system/sessions' },
  { name: 'system-tokens', path: '/system/tokens' },
  { name: 'system-tokens-form', path: '/system/tokens', act: press('tokens.add') },
  { name: 'system-logins', path: '/system/logins' },
  { name: 'system-audit', path: '/system/audit' },
  { name: 'system-settings', path: '/system/settings' },
  { name: 'system-about', path: '/system/about' },
  { name: 'tasks', path: '/tasks' },
  { name: 'tasks-clone', path: '/tasks', act: chooseInMenu('tasks.clone') },
  { name: 'tasks-delete', path: '/tasks', act: chooseInMenu('tasks.delete') },
  { name: 'tasks-detail', path: '/tasks/1' },
  { name: 'tasks-new', path: '/tasks/new' },
  ...WIZARD.map((name) => ({ name: `tasks-edit-${name}`, path: '/tasks/1/edit', act: step(name) })),
  {
    name: 'tasks-edit-expert',
    path: '/tasks/1/edit',
    act: ({ page }) => page.locator('.el-checkbox.expert').click(),
  },
  { name: 'quick-sync', path: '/quick-sync' },
  { name: 'quick-sync-preview', path: '/quick-sync', act: fillQuickSync },
  { name: 'diff', path: '/diff' },
  {
    name: 'diff-result',
    path: DIFF,
    act: async ({ page }) => {
      await page.locator('button[type=submit]:enabled').click()
      await page.locator('.count').first().waitFor()
      await page.locator('button[type=submit]:not(.is-loading)').waitFor()
    },
  },
]
