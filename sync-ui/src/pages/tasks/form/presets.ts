import { formOf, type TaskForm } from '@/pages/tasks/form/taskForm'

/** Rules that the manual offers, by the last part of their key below {@code wizard.presets}. */
export interface PatternPreset {
  name: string
  pattern: string
}

export const INCLUDES: PatternPreset[] = [
  { name: 'latest', pattern: '^latest$' },
  { name: 'stable', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
  { name: 'one', pattern: '^1\\..*' },
  { name: 'twenties', pattern: '^1\\.2[0-9]\\..*' },
  { name: 'fromTwenty', pattern: '^1\\.(2[0-9]|[3-9][0-9])\\..*' },
  { name: 'named', pattern: '^(1\\.25\\.3|1\\.24\\.5|latest)$' },
]

export const EXCLUDES: PatternPreset[] = [
  { name: 'preReleases', pattern: '.*(beta|rc|alpha).*' },
  { name: 'variants', pattern: '.*(alpine|slim|debug).*' },
  { name: 'slim', pattern: '.*(alpine|slim).*' },
  { name: 'zero', pattern: '^0\\..*' },
  { name: 'dates', pattern: '.*-202[0-3].*' },
]

export interface Scenario {
  name: string
  include: string[]
  exclude: string[]
  newest: number
}

export const SCENARIOS: Scenario[] = [
  {
    name: 'production',
    include: ['^[0-9]+\\.[0-9]+\\.[0-9]+$'],
    exclude: ['.*(beta|rc|alpha|dev).*'],
    newest: 10,
  },
  { name: 'stableOnly', include: ['^[0-9]+\\.[0-9]+\\.[0-9]+$'], exclude: ['.*(beta|rc|alpha).*'], newest: 10 },
  { name: 'noPreReleases', include: ['.*'], exclude: ['.*(beta|rc|alpha).*'], newest: 0 },
  { name: 'oneAndTwo', include: ['^[1-2]\\..*'], exclude: ['.*(alpine|debug).*'], newest: 20 },
  { name: 'chosen', include: ['^(latest|stable|1\\.25\\..*)$'], exclude: [], newest: 0 },
  { name: 'specific', include: ['^(latest|stable|1\\.2[5-9]\\..*)$'], exclude: [], newest: 0 },
  { name: 'development', include: ['^(latest|develop|.*-beta)$'], exclude: [], newest: 5 },
]

/** A scenario takes the place of all rules, also of those that are folded away. */
export function takeScenario(form: Pick<TaskForm, 'tags' | 'images'>, { include, exclude, newest }: Scenario) {
  const { tags, images } = formOf({})
  Object.assign(form.tags, tags, { include: [...include], exclude: [...exclude], newest })
  Object.assign(form.images, images)
}

/** The platforms of the manual, and what they are, by the last part of their key below {@code wizard.platforms}. */
export const PLATFORMS = [
  { platform: 'linux/amd64', short: 'amd64', name: 'amd64' },
  { platform: 'linux/arm64', short: 'arm64', name: 'arm64' },
  { platform: 'linux/arm/v7', short: 'arm/v7', name: 'armv7' },
  { platform: 'linux/386', short: '386', name: 'i386' },
] as const

export const PLATFORM_SETS: { name: string; platforms: string[] }[] = [
  { name: 'production', platforms: ['linux/amd64', 'linux/arm64'] },
  { name: 'development', platforms: ['linux/amd64', 'linux/arm64'] },
  { name: 'embedded', platforms: ['linux/arm64', 'linux/arm/v7'] },
  { name: 'all', platforms: [] },
]
