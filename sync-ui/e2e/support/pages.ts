/** Every page by a name for its picture. */
export const PAGES: Record<string, string> = {
  dashboard: '/',
  tasks: '/tasks',
  'tasks-new': '/tasks/new',
  'tasks-detail': '/tasks/1',
  'quick-sync': '/quick-sync',
  diff: '/diff',
}
