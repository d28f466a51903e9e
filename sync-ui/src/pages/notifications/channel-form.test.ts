import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { draftOf, formOf, isComplete, lostSecrets } from '@/pages/notifications/channel-form'
import { WEBHOOK } from '@/pages/notifications/samples'
import type { ChannelView, TypeView } from '@api/schema'

const field = (name: string, secret: boolean, required: boolean) => ({
  name,
  secret,
  required,
  choices: [],
  label: { zh: name, en: name },
  help: { zh: '', en: '' },
})
const dingtalk: TypeView = {
  id: 'dingtalk',
  label: { zh: '钉钉', en: 'DingTalk' },
  help: { zh: '', en: '' },
  fields: [field('url', true, true), field('secret', true, false), field('language', false, false)],
}
const stored: ChannelView = {
  id: 1,
  version: 4,
  name: '钉钉-技术群',
  type: 'dingtalk',
  settings: { language: 'zh' },
  secretNames: ['secret', 'url'],
  enabled: true,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
}

describe('the form of a channel', () => {
  it('sends what is of its type, and secrets only where they were entered or are to go', () => {
    const form = formOf(stored)
    form.settings.host = 'of another type'
    expect(draftOf(form, dingtalk, stored)).toMatchObject({ version: 4, settings: { language: 'zh' }, secrets: {} })
    form.secrets.url = ' https://example.com '
    form.removed = ['secret']
    expect(draftOf(form, dingtalk, stored).secrets).toEqual({ url: 'https://example.com', secret: '' })
  })

  it('says which secrets another address would cost', () => {
    const form = formOf(stored)
    expect(lostSecrets(form, stored)).toEqual([])
    form.secrets.url = 'https://example.com'
    expect(lostSecrets(form, stored)).toEqual(['secret'])
    form.secrets.secret = 'SEC1'
    expect(lostSecrets(form, stored)).toEqual([])
  })

  it('is complete with what is required, which may be stored', () => {
    expect(isComplete(formOf(stored), dingtalk, stored)).toBe(true)
    expect(isComplete({ ...formOf(), name: 'x', type: 'dingtalk' }, dingtalk)).toBe(false)
    expect(isComplete({ ...formOf(stored), type: 'feishu' }, { ...dingtalk, id: 'feishu' }, stored)).toBe(false)
  })
})

describe('what a webhook gets', () => {
  it('is shown as the documentation has it', () => {
    const documentation = readFileSync(join(__dirname, '../../../../docs/notifications.md'), 'utf8')
    expect(documentation).toContain(WEBHOOK)
  })
})
