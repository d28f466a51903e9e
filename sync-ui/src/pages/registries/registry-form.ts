import type { RegistryRequest, RegistryView, Type } from '@api/schema'

/** What is typed into the form of a registry. */
export interface RegistryForm {
  name: string
  type: string
  url: string
  description: string
  username: string
  /** Empty keeps the stored one. */
  password: string
  clearPassword: boolean
  insecure: boolean
  ca: string
  tokenServer: string
  proxy: string
  concurrency: number | undefined
  requestsPerSecond: number | undefined
  maxUnits: number | undefined
  enabled: boolean
}

export function formOf(registry?: RegistryView): RegistryForm {
  return {
    name: registry?.name ?? '',
    type: registry?.type ?? 'generic',
    url: registry?.url ?? '',
    description: registry?.description ?? '',
    username: registry?.username ?? '',
    password: '',
    clearPassword: false,
    insecure: registry?.insecure ?? false,
    ca: registry?.ca ?? '',
    tokenServer: registry?.tokenServer ?? '',
    proxy: registry?.proxy ?? '',
    concurrency: registry?.concurrency ?? undefined,
    requestsPerSecond: registry?.requestsPerSecond ?? undefined,
    maxUnits: registry?.maxUnits ?? undefined,
    enabled: registry?.enabled ?? true,
  }
}

/** @param before what is changed, if anything is */
export function requestOf(form: RegistryForm, before?: RegistryView): RegistryRequest {
  return {
    ...form,
    name: form.name.trim(),
    url: form.url.trim(),
    username: form.username.trim(),
    concurrency: form.concurrency ?? undefined,
    requestsPerSecond: form.requestsPerSecond ?? undefined,
    maxUnits: form.maxUnits ?? undefined,
    version: before?.version,
  }
}

/** What a connection consists of, to be compared: a verdict is about this, and not about names and limits. */
export function connectionOf(form: RegistryForm): string {
  const { username, password, clearPassword, insecure, ca, tokenServer, proxy } = form
  return JSON.stringify([form.url.trim(), username, password, clearPassword, insecure, ca, tokenServer, proxy])
}

/** The stored password goes only where it was saved for: whether what was changed costs it. */
export function losesPassword(form: RegistryForm, before: RegistryView | undefined): boolean {
  if (!before?.hasPassword || form.password || form.clearPassword) {
    return false
  }
  return (
    form.url.trim() !== before.url ||
    form.username.trim() !== (before.username ?? '') ||
    form.tokenServer.trim() !== (before.tokenServer ?? '') ||
    form.proxy.trim() !== (before.proxy ?? '') ||
    form.insecure !== before.insecure
  )
}

export function isPlain(url: string): boolean {
  return /^http:\/\//i.test(url.trim())
}

/** The same address with or without TLS. */
export function withScheme(url: string, plain: boolean): string {
  return `${plain ? 'http' : 'https'}://${url.trim().replace(/^https?:\/\//i, '')}`
}

const HOSTS: [RegExp, string][] = [
  [/(^|\.)docker\.(io|com)$/, 'dockerhub'],
  [/\.tencentcloudcr\.com$/, 'tcr'],
  [/^(hk|sg|)ccr\.ccs\.tencentyun\.com$/, 'ccr'],
  [/\.myhuaweicloud\.com$/, 'swr'],
  [/(^|[.-])registry(-vpc|-intl|-internal)?\.[\w-]+\.(cr\.)?aliyuncs\.com$|\.cr\.aliyuncs\.com$/, 'acr'],
  [/\.dkr\.ecr\.[\w-]+\.amazonaws\.com(\.cn)?$/, 'ecr'],
  [/^ghcr\.io$/, 'ghcr'],
  [/^quay\.io$/, 'quay'],
  [/^registry\.gitlab\.com$/, 'gitlab'],
  [/^harbor[.-]/, 'harbor'],
  [/^nexus[.-]/, 'nexus'],
]

/** The vendor that an address gives away. */
export function typeOf(url: string): string | undefined {
  const host = url
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/[:/].*$/, '')
    .toLowerCase()
  return HOSTS.find(([pattern]) => pattern.test(host))?.[1]
}

/**
 * Tells the address that goes with a type when another one is chosen. What was typed or stored is remembered behind
 * addresses that types put in its place, and comes back.
 */
export function ownAddress() {
  let own = ''
  let put: string | undefined
  return (url: string, chosen: Type, types: Type[]): string => {
    own = url === put ? own : url
    put = chosen.urlFixed || isProposal(own, types) ? chosen.url : own
    return put
  }
}

/** Whether an address is nobody's own: empty, or what another type proposed. */
export function isProposal(url: string, types: Type[]): boolean {
  return url.trim() === '' || types.some((type) => type.url === url.trim())
}
