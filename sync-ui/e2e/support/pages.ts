/** Every page by a name for its picture. */
export const PAGES: Record<string, string> = {
  dashboard: '/',
  registries: '/registries',
  'registries-browse': '/registries/1/browse?project=shop&repository=shop/web&reference=latest',
  notifications: '/notifications',
  'notifications-deliveries': '/notifications/deliveries',
}
