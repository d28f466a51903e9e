import type { Language } from './browser'

const files = import.meta.glob<object>('../../src/locales/*/*.json', { eager: true, import: 'default' })

export type Words = (key: string, values?: Record<string, string | number>) => string

/** What people read in a language, by the keys that the pages have for it. */
export function words(language: Language): Words {
  const texts = Object.assign(
    {},
    ...Object.entries(files).flatMap(([path, content]) => (path.includes(`/${language}/`) ? [content] : [])),
  )
  return (key, values = {}) => {
    const text = key.split('.').reduce<unknown>((each, name) => (each as Record<string, unknown>)?.[name], texts)
    if (typeof text !== 'string') {
      throw new Error(`there is no text ${key}`)
    }
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
  }
}
