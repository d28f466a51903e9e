import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { useSession, type Role } from '@/app/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Stands alone, without menu and bar, and is open to all. */
    bare?: boolean
    /** The least that one has to be. */
    role?: Role
  }
}

/** Each page is a chunk of its own. */
const routes: RouteRecordRaw[] = [
  { path: '/sign-in', component: () => import('@/pages/sign-in/SignInPage.vue'), meta: { bare: true } },
  { path: '/', component: () => import('@/pages/dashboard/DashboardPage.vue') },
  { path: '/executions', component: () => import('@/pages/executions/ExecutionsPage.vue') },
  { path: '/executions/:id(\\d+)', component: () => import('@/pages/executions/ExecutionPage.vue') },
  { path: '/registries', component: () => import('@/pages/registries/RegistriesPage.vue') },
  {
    path: '/registries/:id(\\d+)/browse',
    component: () => import('@/pages/registries/browse/BrowsePage.vue'),
    meta: { role: 'OPERATOR' },
  },
  { path: '/notifications', component: () => import('@/pages/notifications/NotificationsPage.vue') },
  { path: '/notifications/deliveries', component: () => import('@/pages/notifications/DeliveriesPage.vue') },
  { path: '/system/users', component: () => import('@/pages/system/UsersPage.vue'), meta: { role: 'ADMIN' } },
  { path: '/system/sessions', component: () => import('@/pages/system/SessionsPage.vue') },
  { path: '/system/tokens', component: () => import('@/pages/system/TokensPage.vue') },
  { path: '/system/logins', component: () => import('@/pages/system/LoginsPage.vue'), meta: { role: 'ADMIN' } },
  { path: '/system/audit', component: () => import('@/pages/system/AuditPage.vue'), meta: { role: 'ADMIN' } },
  { path: '/system/settings', component: () => import('@/pages/system/SettingsPage.vue'), meta: { role: 'ADMIN' } },
  { path: '/system/about', component: () => import('@/pages/system/AboutPage.vue') },
  { path: '/tasks', component: () => import('@/pages/tasks/TasksPage.vue') },
  {
    path: '/tasks/new',
    component: () => import('@/pages/tasks/wizard/WizardPage.vue'),
    meta: { role: 'OPERATOR' },
  },
  { path: '/tasks/:id(\\d+)', component: () => import('@/pages/tasks/detail/TaskPage.vue') },
  {
    path: '/tasks/:id(\\d+)/edit',
    component: () => import('@/pages/tasks/wizard/WizardPage.vue'),
    meta: { role: 'OPERATOR' },
  },
  {
    path: '/quick-sync',
    component: () => import('@/pages/quick-sync/QuickSyncPage.vue'),
    meta: { role: 'OPERATOR' },
  },
  { path: '/diff', component: () => import('@/pages/diff/DiffPage.vue'), meta: { role: 'OPERATOR' } },
  { path: '/:rest(.*)*', component: () => import('@/app/NotFoundPage.vue') },
]

/** The part after {@code #} is the place, so that the application needs one address of the server, wherever that is. */
export const router = createRouter({ history: createWebHashHistory(), routes })

router.beforeEach(async (to) => {
  const session = useSession()
  if (!session.isKnown) {
    // On the way to sign in as well: the answer brings what signing in has to show.
    await session.load()
    if (session.problem && !session.isKnown) {
      session.wanted = to.meta.bare ? session.wanted : to.fullPath
      return false
    }
  }
  const mayEnter = session.me !== undefined && !session.me.mustChangePassword
  if (to.meta.bare) {
    return mayEnter ? '/' : true
  }
  if (!mayEnter) {
    session.wanted = to.fullPath
    return '/sign-in'
  }
  return session.may(to.meta.role ?? 'VIEWER') ? true : '/'
})
