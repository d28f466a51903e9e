/**
 * Sentences, with {0}, {1} … for what varies, and the same in another language. A value that is a word of ours, and not a
 * name, is written {0:word} there.
 */
export type Phrases = Readonly<Record<string, string>>

interface Pattern {
  /** The longest piece that does not vary: where it is missing, there is nothing to look at. */
  piece: string
  whole: RegExp
  /** The same at the end of a text, where it can stand there. */
  end?: RegExp
  /** How many characters do not vary. */
  weight: number
  translation: string
}

/** A shorter one fits too much that means something else. */
const WEIGHTY = 10
/** What is longer, or has more of what sentences are put together with, was not written by us. */
const LONGEST = 2_000
const MOST_PLACES = 8
const MOST_PARTS = 40
const DEEPEST = 6
const MOST_REMEMBERED = 5_000
const APPENDED = /^(?:[;,(]|in )/
const BEGINS_IN_CHINESE = /^ ?[\p{Script=Han}（“]/u
const ENDS_IN_CHINESE = /[\p{Script=Han}）”。；：，] ?$/u

/**
 * Recognises sentences by what does not vary in them, and says them in another language. What they are about may be a
 * sentence itself. What is in no table, such as the words of a registry, stays as it is.
 */
export class Phrasebook {
  private readonly constant: ReadonlyMap<string, string>
  private readonly patterns: Pattern[]
  private readonly known = new Map<string, string | undefined>()

  constructor(phrases: Phrases) {
    const isConstant = (sentence: string) => !/\{\d+\}/.test(sentence) && !APPENDED.test(sentence)
    this.constant = new Map(Object.entries(phrases).filter(([sentence]) => isConstant(sentence)))
    this.patterns = Object.entries(phrases)
      .filter(([sentence]) => !isConstant(sentence))
      .map(([sentence, translation]) => pattern(sentence, translation))
      .sort((one, other) => other.weight - one.weight)
  }

  /** The sentence in the other language, or nothing where no part of it is known. */
  find(sentence: string): string | undefined {
    if (this.known.size >= MOST_REMEMBERED) {
      this.known.clear()
    }
    return this.translate(sentence, 0)
  }

  private say(text: string, depth: number): string {
    return this.translate(text, depth) ?? text
  }

  private translate(given: string, depth: number): string | undefined {
    const text = given.trim()
    // A word is a name more often than not.
    if (!text.includes(' ') || text.length > LONGEST || depth > DEEPEST) {
      return undefined
    }
    if (!this.known.has(text)) {
      this.known.set(text, this.recognised(text, depth))
    }
    return this.known.get(text)
  }

  private recognised(text: string, depth: number): string | undefined {
    return (
      this.constant.get(text) ??
      this.varying(text, depth + 1) ??
      this.operation(text, depth + 1) ??
      this.appended(text, depth + 1) ??
      this.led(text, depth + 1) ??
      this.listed(text, depth + 1)
    )
  }

  private varying(text: string, depth: number): string | undefined {
    for (const each of this.patterns) {
      const said = this.fitting(each, text.includes(each.piece) ? each.whole.exec(text)?.slice(1) : undefined, depth)
      if (said !== undefined) {
        return said
      }
    }
    return undefined
  }

  /** What says little by itself is taken for what it means only where its values are words, or sentences of ours. */
  private fitting({ weight, translation }: Pattern, values: string[] | undefined, depth: number): string | undefined {
    const said = values?.map((value) => this.translate(value, depth))
    const isSure =
      weight >= WEIGHTY || said?.every((each, index) => each !== undefined || !values![index]!.includes(' '))
    return said && isSure
      ? this.filled(
          translation,
          said.map((each, index) => each ?? values![index]!),
        )
      : undefined
  }

  /** As registries' failures begin: {@code push manifest registry.example.com/web:1: …}. */
  private operation(text: string, depth: number): string | undefined {
    const [, words, name, reason] =
      /^([a-z]+(?: [a-z]+){0,2}) (of the sync (?:"[^"]*"|'[^']*')|\S+): ([\s\S]+)$/.exec(text) ?? []
    const said = words && this.constant.get(words)
    return said ? `${joined(`${said} `, this.say(name!, depth))}：${this.say(reason!, depth)}` : undefined
  }

  /** A sentence, and what belongs to it: {@code …; did you mean "x"?}, {@code … in tags}, {@code … (404)}. */
  private appended(text: string, depth: number): string | undefined {
    for (const each of this.patterns) {
      const [, head, ...values] = (text.includes(each.piece) && each.end?.exec(text)) || []
      const said = head && this.fitting(each, values, depth)
      const saidHead = said && this.translate(head, depth)
      if (saidHead || (said && (each.weight >= WEIGHTY || !head.includes(' ')))) {
        return `${saidHead ?? head}${said}`
      }
    }
    for (const open of text.endsWith(')') ? places(text, ' (') : []) {
      const said = this.translate(text.slice(0, open), depth)
      if (said !== undefined) {
        return `${said}（${this.say(text.slice(open + 2, -1), depth)}）`
      }
    }
    return undefined
  }

  /** A sentence, and what was heard about it: {@code the login was refused: UNAUTHORIZED …}; or where it is so. */
  private led(text: string, depth: number): string | undefined {
    for (const colon of places(text, ': ').reverse()) {
      const [head, rest] = [text.slice(0, colon), text.slice(colon + 2)]
      const said = head.includes(' ')
        ? (this.constant.get(head) ?? this.varying(head, depth))
        : this.constant.get(`${head}:`)?.slice(0, -1)
      const heard = this.translate(rest, depth)
      if (said !== undefined || (heard !== undefined && !head.includes(' '))) {
        return `${said ?? head}：${heard ?? rest}`
      }
    }
    return undefined
  }

  private filled(translation: string, values: string[]): string {
    return translation.split(/(\{\d+(?::word)?\})/).reduce((text, part) => {
      const [, index, isWord] = /^\{(\d+)(:word)?\}$/.exec(part) ?? []
      const value = index ? values[Number(index)]! : part
      return joined(text, isWord ? (this.constant.get(value) ?? value) : value)
    }, '')
  }

  private listed(text: string, depth: number): string | undefined {
    const parts = text.split('; ')
    const isList = parts.length > 1 && parts.length <= MOST_PARTS
    const said = parts.map((part) => (isList ? this.translate(part, depth) : undefined))
    return said.some((part) => part !== undefined)
      ? said.map((part, index) => part ?? parts[index]).join('；')
      : undefined
  }
}

/** Where something stands in a text, but for its beginning. */
function places(text: string, mark: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(mark, 1); at > 0 && found.length < MOST_PLACES; at = text.indexOf(mark, at + 1)) {
    found.push(at)
  }
  return found
}

function pattern(sentence: string, translation: string): Pattern {
  const pieces = sentence.split(/\{\d+\}/)
  const varying = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('([\\s\\S]*?)')
  return {
    piece: pieces.reduce((longest, each) => (each.length > longest.length ? each : longest), ''),
    whole: new RegExp(`^${varying}$`),
    end: APPENDED.test(sentence) ? new RegExp(`^([\\s\\S]+?) ?${varying}$`) : undefined,
    weight: pieces.join('').length,
    translation,
  }
}

/** The blank that keeps Latin letters from Chinese ones has no place between Chinese ones. */
function joined(text: string, next: string): string {
  const isChinese = ENDS_IN_CHINESE.test(text) && BEGINS_IN_CHINESE.test(next)
  return isChinese ? `${text.trimEnd()}${next.trimStart()}` : `${text}${next}`
}
