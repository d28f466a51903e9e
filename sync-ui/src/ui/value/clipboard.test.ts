import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { copyText } from './clipboard'

describe('copying', () => {
  let copied = ''

  beforeEach(() => {
    copied = ''
    document.body.innerHTML = '<button>copy</button>'
    document.execCommand = () => {
      const field = document.querySelector('textarea')
      copied = field?.value ?? ''
      return field !== null
    }
  })
  afterEach(() => vi.unstubAllGlobals())

  it('works on a page that came without TLS, and leaves nothing behind', async () => {
    vi.stubGlobal('isSecureContext', false)
    const button = document.querySelector('button')!
    button.focus()

    expect(await copyText('sha256:abc')).toBe(true)

    expect(copied).toBe('sha256:abc')
    expect(document.querySelector('textarea')).toBeNull()
    expect(document.activeElement).toBe(button)
  })

  it('says so where the browser refuses', async () => {
    vi.stubGlobal('isSecureContext', true)
    vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new Error('no')) } })

    expect(await copyText('sha256:abc')).toBe(false)
  })
})
