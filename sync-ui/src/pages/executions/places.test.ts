import { describe, expect, it } from 'vitest'
import { place } from './places'

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
