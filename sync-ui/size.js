import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * Fails when what a browser has to load before it can show the dashboard has become too large: what index.html names, and
 * the page's own chunk with what that needs. Charts come later, and must not be among it.
 */
const WEB = 'target/web'
const MOST = 300 * 1024

const read = (file) => readFileSync(join(WEB, file))
const html = read('index.html').toString()
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1])

const entry = read(named.find((file) => /\/index-.*\.js$/.test(file))).toString()
const files = JSON.parse(/m\.f=(\[[^\]]*\])/.exec(entry)?.[1] ?? '[]')
const needs = /import\([`'"]\.\/(DashboardPage-[^`'"]+)[`'"]\),__vite__mapDeps\(\[([\d,]+)\]\)/.exec(entry)
if (!needs) {
  throw new Error('the chunk of the dashboard was not found: has the form of the build changed?')
}
const page = needs[2].split(',').map((index) => files[Number(index)].replace('./', 'assets/'))

const load = [...new Set(['index.html', ...named, ...page])].map((file) => {
  const content = read(file)
  return { file, isChart: content.includes('zrender'), bytes: gzipSync(content).length }
})
const sum = load.reduce((total, { bytes }) => total + bytes, 0)
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`

load.sort((a, b) => b.bytes - a.bytes).forEach(({ file, bytes }) => console.log(kib(bytes).padStart(11), file))
console.log(`${kib(sum).padStart(11)} first load, compressed; at most ${kib(MOST)}`)
const charts = load.filter(({ isChart }) => isChart).map(({ file }) => file)
if (charts.length > 0) {
  console.error(`charts belong to what is loaded later: ${charts.join(', ')}`)
}
if (sum > MOST) {
  console.error('too much: what is not needed at once belongs into a chunk of its own')
}
process.exitCode = sum > MOST || charts.length > 0 ? 1 : 0
