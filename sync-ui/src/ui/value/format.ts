import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useAppearance } from '@/app/appearance'
import { useSlowNow } from '@/ui/value/now'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** For example {@code 56.2 MiB}. */
export function bytes(count: number): string {
  let value = count
  let unit = 0
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 2 : 1)} ${UNITS[unit]}`
}

/** The beginning of a digest, enough to tell it from others: {@code sha256:12ab34cd56ef}. */
export function shortDigest(digest: string): string {
  const [algorithm, hex] = digest.split(':')
  return hex ? `${algorithm}:${hex.slice(0, 12)}` : digest
}

/** Numbers and times in the language of the page and the zone of the browser. */
export function useFormat() {
  const { t } = useI18n()
  const appearance = useAppearance()
  const now = useSlowNow()
  const tag = computed(() => (appearance.language === 'zh' ? 'zh-CN' : 'en-GB'))
  const times = computed(
    () =>
      new Intl.DateTimeFormat(tag.value, {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hour12: false,
      }),
  )
  const numbers = computed(() => new Intl.NumberFormat(tag.value))
  const percents = computed(() => new Intl.NumberFormat(tag.value, { style: 'percent', maximumFractionDigits: 1 }))
  const distances = computed(() => new Intl.RelativeTimeFormat(tag.value, { numeric: 'auto' }))

  /** A moment; nothing for none. */
  function time(iso: string | null | undefined): string {
    return iso ? times.value.format(new Date(iso)) : ''
  }

  /** How far a moment is from now, for example {@code 3 minutes ago}; what shows it is shown anew as time goes on. */
  function distance(iso: string): string {
    const seconds = (new Date(iso).getTime() - now.value) / 1000
    const steps: [Intl.RelativeTimeFormatUnit, number][] = [
      ['day', 86400],
      ['hour', 3600],
      ['minute', 60],
    ]
    const [unit, length] = steps.find((step) => Math.abs(seconds) >= step[1]) ?? ['second', 1]
    return distances.value.format(Math.round(seconds / length), unit)
  }

  /** As the manual writes it: {@code 3分15秒}, {@code 1分08秒}. */
  function duration(millis: number | null | undefined): string {
    if (millis === null || millis === undefined) {
      return ''
    }
    const seconds = Math.floor(millis / 1000)
    const two = (count: number) => String(count).padStart(2, '0')
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60]
    if (h > 0) {
      return t('format.hours', { h, m: two(m), s: two(s) })
    }
    return m > 0 ? t('format.minutes', { m, s: two(s) }) : t('format.seconds', { s })
  }

  const number = (count: number) => numbers.value.format(count)
  const percent = (share: number) => percents.value.format(share)

  return { time, distance, duration, number, percent, bytes }
}
