import { describe, expect, it } from 'vitest'
import { draftOf, formOf } from '@/pages/system/settings-form'
import type { SettingsView } from '@api/schema'

const view: SettingsView = {
  language: 'en',
  zone: 'Asia/Shanghai',
  publicUrl: 'https://sync.example.com',
  retention: { executionDays: 60, executionsPerTask: 500, deliveryDays: 30, loginDays: 180, auditDays: 365 },
  stored: ['language', 'retention.executionDays'],
}

describe('the form of the settings', () => {
  it('holds what was set here, and not what the configuration says', () => {
    const form = formOf(view)
    expect(form).toMatchObject({ language: 'en', zone: '', publicUrl: '' })
    expect(form.retention).toMatchObject({ executionDays: 60, auditDays: null })
  })

  it('sends nothing for what is left to the configuration', () => {
    const draft = draftOf({ ...formOf(view), language: '', zone: ' UTC ' })
    expect(draft).toMatchObject({ language: null, zone: 'UTC', publicUrl: null })
    expect(draft.retention).toMatchObject({ executionDays: 60, loginDays: null })
  })
})
