import { describe, expect, it } from 'vitest'
import { browsing, place } from './places'

describe('place', () => {
  it.each([
    ['registry:5000/prod/nginx:1.25', 'registry:5000', 'prod/nginx', '1.25'],
    ['docker.io/library/nginx', 'docker.io', 'library/nginx', ''],
    ['h/x@sha256:ab', 'h', 'x', 'sha256:ab'],
    ['h/x:1@sha256:ab', 'h', 'x', 'sha256:ab'],
  ])('of %s', (name, host, repository, reference) => {
    expect(place(name)).toEqual({ host, repository, reference })
  })

  it('of what is no image is none', () => {
    expect(place('layout.tar')).toBeUndefined()
    expect(place('/srv/layout')).toBeUndefined()
  })
})

describe('browsing', () => {
  const registries = new Map([['h:5000', 7]])

  it('leads to the image, or to its repository', () => {
    expect(browsing('h:5000/prod/nginx:1', registries)).toEqual({
      path: '/registries/7/browse',
      query: { project: 'prod', repository: 'prod/nginx', reference: '1' },
    })
    expect(browsing('h:5000/nginx', registries)?.query).toEqual({ repository: 'nginx' })
  })

  it('leads nowhere where the registry is none of ours', () => {
    expect(browsing('other/nginx', registries)).toBeUndefined()
    expect(browsing('layout.tar', registries)).toBeUndefined()
  })
})
