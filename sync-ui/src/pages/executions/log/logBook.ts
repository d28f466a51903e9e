import { computed, onScopeDispose, reactive, ref, shallowRef, triggerRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Line } from '@api/schema'

export type Level = Line['level']
const RANK: Record<Level, number> = { DEBUG: 0, INFO: 1, WARN: 2, ERROR: 3 }
const PAGE = 500
const PART = 1000

type Fetch = (from: number, size: number, filter: LogFilter) => Promise<Part>

export interface LogFilter {
  /** The least. */
  level: Level
  text: string
}

interface Part {
  items: Line[]
  total: number
  next: number
  more: boolean
}

/**
 * The log of an execution, as a list of rows of which only those are fetched that somebody looks at.
 *
 * The whole log is addressed by the numbers of its lines, which have no gaps. Of a filtered one nobody knows how many lines
 * there are; it is fetched from the first one on, part by part.
 */
export class LogBook {
  readonly filter = reactive<LogFilter>({ level: 'DEBUG', text: '' })
  readonly isFiltered = computed(() => this.filter.level !== 'DEBUG' || this.filter.text.trim() !== '')
  readonly problem = ref<Problem>()
  readonly isLoading = ref(false)
  /** Whether something was answered at all. */
  readonly isKnown = ref(false)
  /** Lines of the whole log. */
  readonly total = ref(0)
  /** How many rows there are to be shown, so far. */
  readonly count = computed(() => (this.isFiltered.value ? this.matches.value.length : this.total.value))

  private readonly pages = shallowRef(new Map<number, Line[]>())
  private readonly matches = shallowRef<Line[]>([])
  private readonly asked = new Set<number>()
  /** Lines that were written while a filtered part was on its way, which may not hold them. */
  private meanwhile: Line[] = []
  /** Where to go on; none where all was fetched. */
  private next: number | undefined = 1
  /** Counts the filters, so that an answer to an earlier one is dropped. */
  private epoch = 0

  constructor(private readonly fetch: Fetch) {}

  /** The row at {@code index}, from 0; none while it is on its way. */
  row(index: number): Line | undefined {
    return this.isFiltered.value
      ? this.matches.value[index]
      : this.pages.value.get(Math.floor(index / PAGE))?.[index % PAGE]
  }

  /** Fetches what is missing of the rows from {@code first} to {@code last}. */
  async show(first: number, last: number) {
    if (this.isFiltered.value) {
      if (last >= this.matches.value.length - 100) {
        await this.fetchMatches()
      }
      return
    }
    const wanted: Promise<void>[] = []
    for (let page = Math.floor(Math.max(0, first) / PAGE); page <= Math.floor(Math.max(0, last) / PAGE); page++) {
      const lines = this.pages.value.get(page)
      const end = Math.min(PAGE, this.total.value - page * PAGE)
      const isWhole = lines !== undefined && Array.from({ length: end }, (_, i) => lines[i]).every(Boolean)
      if (!isWhole && !this.asked.has(page)) {
        wanted.push(this.fetchPage(page))
      }
    }
    await Promise.all(wanted)
  }

  /** Takes lines that have just been written. */
  add(lines: Line[]) {
    this.isKnown.value = true
    lines.forEach((line) => this.put(line))
    triggerRef(this.pages)
    if (this.isFiltered.value && this.next === undefined) {
      this.addMatches(lines)
    } else if (this.isFiltered.value && this.isLoading.value) {
      this.meanwhile.push(...lines)
    }
  }

  /** Begins anew with what the filter now asks for. */
  async refilter() {
    this.epoch++
    this.next = 1
    this.matches.value = []
    this.problem.value = undefined
    this.isLoading.value = false
    await this.show(0, 0)
  }

  private put(line: Line) {
    const page = Math.floor((line.number - 1) / PAGE)
    const lines = this.pages.value.get(page) ?? []
    lines[(line.number - 1) % PAGE] = line
    this.pages.value.set(page, lines)
    this.total.value = Math.max(this.total.value, line.number)
  }

  private addMatches(lines: Line[]) {
    const last = this.matches.value.at(-1)?.number ?? 0
    this.matches.value = [...this.matches.value, ...lines.filter((line) => line.number > last && this.fits(line))]
  }

  private fits(line: Line): boolean {
    const wanted = this.filter.text.trim().toLowerCase()
    return RANK[line.level] >= RANK[this.filter.level] && line.text.toLowerCase().includes(wanted)
  }

  private async fetchPage(page: number) {
    this.asked.add(page)
    await this.ask(async () => {
      const part = await this.fetch(page * PAGE + 1, PAGE, { level: 'DEBUG', text: '' })
      this.total.value = Math.max(this.total.value, part.total)
      part.items.forEach((line) => this.put(line))
      triggerRef(this.pages)
    })
    this.asked.delete(page)
  }

  private async fetchMatches() {
    if (this.next === undefined || this.isLoading.value) {
      return
    }
    const [from, epoch] = [this.next, this.epoch]
    this.meanwhile = []
    await this.ask(async () => {
      const part = await this.fetch(from, PART, { ...this.filter })
      if (epoch !== this.epoch) {
        return
      }
      this.total.value = Math.max(this.total.value, part.total)
      this.matches.value = [...this.matches.value, ...part.items]
      this.next = part.more ? part.next : undefined
      if (!part.more) {
        this.addMatches(this.meanwhile)
      }
    })
  }

  private async ask(question: () => Promise<void>) {
    const { epoch } = this
    this.isLoading.value = true
    try {
      await question()
      this.isKnown.value = true
      this.problem.value = undefined
    } catch (failure) {
      this.problem.value = Problem.from(failure)
    } finally {
      if (epoch === this.epoch) {
        this.isLoading.value = false
      }
    }
  }
}

/** The log of an execution on the server; is asked again, a moment after somebody has changed the filter. */
export function useLogBook(id: number): LogBook {
  const book = new LogBook((from, size, { level, text }) =>
    unwrap(
      api.GET('/api/v1/executions/{id}/log', {
        params: { path: { id }, query: { from, size, level, text: text.trim() } },
        headers: { Accept: 'application/json' },
      }),
    ),
  )
  let soon: ReturnType<typeof setTimeout> | undefined
  watch(book.filter, () => {
    clearTimeout(soon)
    soon = setTimeout(() => void book.refilter(), 200)
  })
  onScopeDispose(() => clearTimeout(soon))
  return book
}
