import { expect, it } from 'vitest'
import { SCENARIOS, takeScenario } from '@/pages/tasks/form/presets'
import { formOf, specOf } from '@/pages/tasks/form/taskForm'

it.each(SCENARIOS)('takes the place of all rules that are there: $name', (scenario) => {
  const tags = {
    include: ['x'],
    semver: '>=1',
    minAge: '1d',
    maxAge: '1y',
    coolDown: '24h',
    newest: 3,
    newestBy: 'semver',
  }
  const spec = { source: { registry: 'hub' }, tags, images: { include: ['a'], exclude: ['b'] } }
  const form = formOf(spec)
  takeScenario(form, scenario)
  const fresh = formOf({})
  takeScenario(fresh, scenario)
  expect(specOf(form, spec).tags).toEqual(specOf(fresh, {}).tags)
  expect(specOf(form, spec).images).toBeUndefined()
})
