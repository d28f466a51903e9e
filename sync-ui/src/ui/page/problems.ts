import { h, type VNode } from 'vue'
import { isKnown, isSaid } from '@/api/problem-codes'
import type { Problem } from '@/api/problem'
import { i18n } from '@/app/i18n'
import SaidText from '@/ui/said/SaidText.vue'

const { t } = i18n.global

/** What happened, in the language of the page: by its code, or else by whose fault it is. */
export function headline({ status, code }: Problem): string {
  if (isKnown(code)) {
    return t(`problems.codes.${code}`)
  }
  return t(status >= 500 ? 'problems.server' : 'problems.request')
}

/** What the server says of it; nothing where the headline or the fields say it. */
export function sentences({ code, message, hint, fields }: Problem): string[] {
  return isSaid(code) ? [] : [fields.length > 0 ? '' : message, hint].filter(Boolean)
}

/** The same as content of a message or a question. */
export function told(problem: Problem): VNode {
  return h('div', [
    h('p', headline(problem)),
    ...sentences(problem).map((each) => h('p', [h(SaidText, { text: each })])),
  ])
}
