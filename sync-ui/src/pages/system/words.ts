/** Letters and digits that are not taken for one another when a password is read aloud. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A password that nobody has thought of: 16 letters, more than 90 bits. */
export function madeUpPassword(): string {
  const bytes = crypto.getRandomValues(new Uint32Array(16))
  return [...bytes].map((number) => LETTERS[number % LETTERS.length]).join('')
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\/(\d+)/, 'Edge'],
  [/(?:OPR|Opera)\/(\d+)/, 'Opera'],
  [/Firefox\/(\d+)/, 'Firefox'],
  [/(?:Headless)?Chrome\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).*Safari/, 'Safari'],
  [/curl\/(\d+)/, 'curl'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a browser calls itself, as people say it; its own words where it is not known. */
export function agentName(userAgent: string): string {
  const browser = BROWSERS.map(([pattern, name]) => [name, pattern.exec(userAgent)?.[1]]).find(([, version]) => version)
  if (!browser) {
    return userAgent
  }
  const system = SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1]
  return [browser.join(' '), system].filter(Boolean).join(' · ')
}

/** Offers a file for download. */
export function download(content: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
