import type { SettingsDraft, SettingsView } from '@api/schema'

export const RETENTION = ['executionDays', 'executionsPerTask', 'deliveryDays', 'loginDays', 'auditDays'] as const
export type RetentionName = (typeof RETENTION)[number]

/** What is set here. Nothing, or an empty text, leaves it as the configuration of the server says. */
export interface SettingsForm {
  language: string
  zone: string
  publicUrl: string
  retention: Record<RetentionName, number | null>
}

export function formOf(view: SettingsView): SettingsForm {
  const isOwn = (name: string) => view.stored.includes(name)
  return {
    language: isOwn('language') ? view.language : '',
    zone: isOwn('zone') ? view.zone : '',
    publicUrl: isOwn('publicUrl') ? (view.publicUrl ?? '') : '',
    retention: Object.fromEntries(
      RETENTION.map((name) => [name, isOwn(`retention.${name}`) ? view.retention[name] : null]),
    ) as SettingsForm['retention'],
  }
}

export function draftOf(form: SettingsForm): SettingsDraft {
  return {
    language: form.language || null,
    zone: form.zone.trim() || null,
    publicUrl: form.publicUrl.trim() || null,
    retention: form.retention,
  }
}
