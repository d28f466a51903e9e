/** Every page by a name for its picture. */
export const PAGES: Record<string, string> = {
  dashboard: '/',
  executions: '/executions',
  execution: '/executions/1',
  registries: '/registries',
  'registries-browse': '/registries/1/browse?project=shop&repository=shop/web&reference=latest',
  notifications: '/notifications',
  'notifications-deliveries': '/notifications/deliveries',
  'system-users': '/system/users',
  'system-sessions': '/system/sessions',
  'system-tokens': '/system/tokens',
  'system-logins': '/system/logins',
  'system-audit': '/system/audit',
  'system-settings': '/system/settings',
  'system-about': '/system/about',
}
