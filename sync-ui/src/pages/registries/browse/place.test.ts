import { describe, expect, it } from 'vitest'
import { levelOf, parsePlace } from '@/pages/registries/browse/place'

const NOWHERE = { project: '', repository: '', reference: '', digest: '' }

describe('a place in a registry', () => {
  it('is read from what people paste', () => {
    const read = (text: string) => parsePlace(text, 'harbor.example.com:8443')
    expect(read('nginx')).toEqual({ ...NOWHERE, repository: 'nginx' })
    expect(read('prod/team/nginx:1.27')).toEqual({
      ...NOWHERE,
      project: 'prod',
      repository: 'prod/team/nginx',
      reference: '1.27',
    })
    expect(read(' https://harbor.example.com:8443/prod/nginx:1.27@sha256:ab12 ')).toEqual({
      ...NOWHERE,
      project: 'prod',
      repository: 'prod/nginx',
      reference: 'sha256:ab12',
    })
    expect(read('bitnami/')).toEqual({ ...NOWHERE, project: 'bitnami' })
  })

  it('shows the narrowest column that is known', () => {
    expect(levelOf(NOWHERE, false)).toBe('project')
    expect(levelOf(NOWHERE, true)).toBe('repository')
    expect(levelOf({ ...NOWHERE, repository: 'a/b' }, false)).toBe('tag')
    expect(levelOf({ ...NOWHERE, repository: 'a/b', reference: '1' }, false)).toBe('image')
  })
})
