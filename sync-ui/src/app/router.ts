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
  if (to.meta.bare) {
    return true
  }
  if (!session.isKnown) {
    await session.load()
  }
  if (!session.me || session.me.mustChangePassword) {
    session.wanted = to.fullPath
    return '/sign-in'
  }
  return session.may(to.meta.role ?? 'VIEWER') ? true : '/'
})
