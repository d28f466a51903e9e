import { createI18n } from 'vue-i18n'

export type Language = 'zh' | 'en'

const files = import.meta.glob<Record<string, unknown>>('../locales/*/*.json', { eager: true, import: 'default' })

/** The messages of a language; each file holds one area, below a key of its own name. */
function messages(language: Language): Record<string, string> {
  const own = Object.entries(files).filter(([path]) => path.includes(`/${language}/`))
  return Object.assign({}, ...own.map(([, content]) => content))
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh',
  fallbackLocale: 'zh',
  messages: { zh: messages('zh'), en: messages('en') },
})
