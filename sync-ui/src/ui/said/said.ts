import { shallowRef } from 'vue'
import { i18n } from '@/app/i18n'
import { Phrasebook } from '@/ui/said/phrasebook'

const book = shallowRef<Phrasebook>()
let isAsked = false

async function load() {
  isAsked = true
  try {
    const { default: phrases } = await import('@engine/sentences.zh.json')
    book.value = new Phrasebook(phrases)
  } catch {
    // English is better than nothing; the next sentence asks again.
    isAsked = false
  }
}

function found(sentence: string): string | undefined {
  if (i18n.global.locale.value !== 'zh') {
    return undefined
  }
  if (!isAsked) {
    void load()
  }
  return book.value?.find(sentence)
}

/**
 * A sentence of the server, which speaks English, in the language of the page. The table for it comes with the first
 * sentence; what shows one changes when it is there.
 */
export const said = (sentence: string): string => found(sentence) ?? sentence

/** The language of what {@link said} gives, where it is not the one of the page. */
export const saidIn = (sentence: string): 'en' | undefined =>
  found(sentence) === undefined && /[a-z]{2}/i.test(sentence) && !/\p{Script=Han}/u.test(sentence) ? 'en' : undefined
