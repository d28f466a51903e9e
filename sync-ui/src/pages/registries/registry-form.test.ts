import { describe, expect, it } from 'vitest'
import {
  connectionOf,
  formOf,
  isProposal,
  losesPassword,
  ownAddress,
  requestOf,
  typeOf,
  withScheme,
} from '@/pages/registries/registry-form'
import type { RegistryView, Type } from '@api/schema'

const stored: RegistryView = {
  id: 7,
  version: 3,
  name: 'Harbor 生产环境',
  type: 'harbor',
  url: 'https://harbor.example.com',
  host: 'harbor.example.com',
  description: '',
  username: 'robot',
  hasPassword: true,
  insecure: false,
  ca: null,
  tokenServer: null,
  proxy: null,
  concurrency: null,
  requestsPerSecond: 2.5,
  maxUnits: null,
  enabled: true,
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z',
  quota: null,
  passwordDropped: false,
}

describe('the form of a registry', () => {
  it('never holds the stored password, and keeps it while nothing is entered', () => {
    expect(formOf(stored).password).toBe('')
    expect(requestOf(formOf(stored), stored)).toMatchObject({ version: 3, password: '', clearPassword: false })
  })

  it('says that another address costs the password, unless it is entered again', () => {
    const form = formOf(stored)
    expect(losesPassword(form, stored)).toBe(false)
    form.url = 'https://other.example.com'
    expect(losesPassword(form, stored)).toBe(true)
    form.password = 'again'
    expect(losesPassword(form, stored)).toBe(false)
    expect(losesPassword(form, undefined)).toBe(false)
  })

  it('says so for who is asked, and through whom', () => {
    for (const change of [{ username: 'x' }, { tokenServer: 'x' }, { proxy: 'http://x' }, { insecure: true }]) {
      expect(losesPassword({ ...formOf(stored), ...change }, stored), JSON.stringify(change)).toBe(true)
    }
    expect(losesPassword({ ...formOf(stored), concurrency: 3, ca: 'PEM', name: 'x' }, stored)).toBe(false)
  })
})

describe('a connection', () => {
  it('is another one with anything that is sent to it, or through which', () => {
    for (const change of [{ url: 'x' }, { password: 'x' }, { clearPassword: true }, { ca: 'PEM' }, { proxy: 'x' }]) {
      expect(connectionOf({ ...formOf(stored), ...change }), JSON.stringify(change)).not.toBe(
        connectionOf(formOf(stored)),
      )
    }
  })

  it('is the same whatever it is called', () => {
    const other = { ...formOf(stored), name: 'x', description: 'x', enabled: false, maxUnits: 3 }
    expect(connectionOf(other)).toBe(connectionOf(formOf(stored)))
  })
})

describe('the address beside a type', () => {
  const generic = { url: '', urlFixed: false } as Type
  const harbor = { url: 'https://harbor.example.com', urlFixed: false } as Type
  const quay = { url: 'https://quay.io', urlFixed: true } as Type
  const types = [generic, harbor, quay]

  it("is that of a type that has one only, and one's own again behind it", () => {
    const address = ownAddress()
    expect(address('https://mine.example.com', harbor, types)).toBe('https://mine.example.com')
    expect(address('https://mine.example.com', quay, types)).toBe('https://quay.io')
    expect(address('https://quay.io', harbor, types)).toBe('https://mine.example.com')
  })

  it("is a proposal while one has none of one's own", () => {
    const address = ownAddress()
    expect(address('', harbor, types)).toBe(harbor.url)
    expect(address(harbor.url, quay, types)).toBe(quay.url)
    expect(address(quay.url, generic, types)).toBe('')
  })

  it('is what was typed last', () => {
    const address = ownAddress()
    address('https://mine.example.com', quay, types)
    expect(address('https://relay.example.com', harbor, types)).toBe('https://relay.example.com')
    address('https://relay.example.com', quay, types)
    expect(address('', harbor, types)).toBe(harbor.url)
  })
})

describe('addresses', () => {
  it('change their scheme only', () => {
    expect(withScheme('harbor.local:8080', true)).toBe('http://harbor.local:8080')
    expect(withScheme('HTTP://harbor.local/x', false)).toBe('https://harbor.local/x')
  })

  it('give vendors away, and tell the two of Tencent apart', () => {
    const known: Record<string, string | undefined> = {
      'https://registry-1.docker.io': 'dockerhub',
      'docker.io': 'dockerhub',
      'https://ccr.ccs.tencentyun.com': 'ccr',
      'https://team.tencentcloudcr.com': 'tcr',
      'https://swr.cn-north-4.myhuaweicloud.com': 'swr',
      'https://registry.cn-hangzhou.aliyuncs.com': 'acr',
      'registry-vpc.cn-beijing.aliyuncs.com': 'acr',
      'https://team-registry.cn-shanghai.cr.aliyuncs.com/x': 'acr',
      '123456789012.dkr.ecr.us-east-1.amazonaws.com': 'ecr',
      'https://mydocker.io.example.com': undefined,
      '': undefined,
    }
    for (const [url, type] of Object.entries(known)) {
      expect(typeOf(url), url).toBe(type)
    }
  })

  it('are proposals until somebody types', () => {
    const types = [{ url: 'https://quay.io' }] as Type[]
    expect(isProposal('', types)).toBe(true)
    expect(isProposal('https://quay.io', types)).toBe(true)
    expect(isProposal('https://quay.example.com', types)).toBe(false)
  })
})
