import type { ChannelDraft, ChannelView, TypeView } from '@api/schema'

/** What is typed into the form of a channel. Values of all types are kept, so that looking at another type costs nothing. */
export interface ChannelForm {
  name: string
  type: string
  enabled: boolean
  settings: Record<string, string>
  /** Those that were entered. An empty one leaves the stored one. */
  secrets: Record<string, string>
  /** The names of stored ones that are to go. */
  removed: string[]
}

export function formOf(channel?: ChannelView): ChannelForm {
  return {
    name: channel?.name ?? '',
    type: channel?.type ?? 'wecom',
    enabled: channel?.enabled ?? true,
    settings: { ...channel?.settings },
    secrets: {},
    removed: [],
  }
}

/** What of it is of its type. */
export function draftOf(form: ChannelForm, type: TypeView, before?: ChannelView): ChannelDraft {
  const settings: Record<string, string> = {}
  const secrets: Record<string, string> = {}
  for (const { name, secret } of type.fields) {
    const value = (secret ? form.secrets[name] : form.settings[name])?.trim()
    if (value) {
      ;(secret ? secrets : settings)[name] = value
    } else if (secret && form.removed.includes(name)) {
      secrets[name] = ''
    }
  }
  const { name, enabled } = form
  return { version: before?.version ?? 0, name: name.trim(), type: form.type, settings, secrets, enabled }
}

/** Whether a secret is stored for this type. */
export function isStored(name: string, form: ChannelForm, before?: ChannelView): boolean {
  return before?.type === form.type && before.secretNames.includes(name)
}

/** Secrets do not follow a channel to another address: the names of those that saving would cost. */
export function lostSecrets(form: ChannelForm, before?: ChannelView): string[] {
  if (!before || before.type !== form.type) {
    return []
  }
  const isMoved =
    Boolean(form.secrets.url) ||
    ['host', 'port', 'security', 'username'].some(
      (name) => (form.settings[name] ?? '') !== (before.settings[name] ?? ''),
    )
  return isMoved
    ? before.secretNames.filter((name) => name !== 'url' && !form.secrets[name] && !form.removed.includes(name))
    : []
}

/** Whether everything is there that has to be. */
export function isComplete(form: ChannelForm, type: TypeView | undefined, before?: ChannelView): boolean {
  return (
    type !== undefined &&
    form.name.trim() !== '' &&
    type.fields
      .filter((field) => field.required)
      .every(({ name, secret }) =>
        secret ? Boolean(form.secrets[name]) || isStored(name, form, before) : Boolean(form.settings[name]?.trim()),
      )
  )
}
