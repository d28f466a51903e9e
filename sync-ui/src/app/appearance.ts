import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { i18n, type Language } from '@/app/i18n'

export type Theme = 'light' | 'dark' | 'auto'

const LANGUAGE = 'registry-sync.language'
const THEME = 'registry-sync.theme'

function preferredLanguage(): Language {
  const wish = navigator.languages.find((each) => /^(zh|en)\b/.test(each))
  return wish?.startsWith('en') ? 'en' : 'zh'
}

/** Language and theme: as chosen in this browser, or else as it prefers. */
export const useAppearance = defineStore('appearance', () => {
  const language = ref<Language>((localStorage.getItem(LANGUAGE) as Language | null) ?? preferredLanguage())
  const theme = ref<Theme>((localStorage.getItem(THEME) as Theme | null) ?? 'auto')

  const system = matchMedia('(prefers-color-scheme: dark)')
  const systemIsDark = ref(system.matches)
  system.addEventListener('change', (event) => (systemIsDark.value = event.matches))

  const isDark = computed(() => theme.value === 'dark' || (theme.value === 'auto' && systemIsDark.value))

  watchEffect(() => {
    document.documentElement.classList.toggle('dark', isDark.value)
  })
  watchEffect(() => {
    i18n.global.locale.value = language.value
    document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
  })

  function choose(wish: Theme) {
    theme.value = wish
    localStorage.setItem(THEME, wish)
  }

  function speak(wish: Language) {
    language.value = wish
    localStorage.setItem(LANGUAGE, wish)
  }

  return { language, theme, isDark, choose, speak }
})
