import { describe, expect, it } from 'vitest'
import { agentName, madeUpPassword } from '@/pages/system/words'

describe('a made-up password', () => {
  it('is long, and another one each time', () => {
    const some = new Set(Array.from({ length: 50 }, madeUpPassword))
    expect(some.size).toBe(50)
    expect([...some].every((each) => /^[a-zA-Z2-9]{16}$/.test(each))).toBe(true)
  })
})

describe('the name of a browser', () => {
  it('is short, and tells those apart that pretend to be others', () => {
    expect(
      agentName(
        'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.1',
      ),
    ).toBe('Edge 120 · Windows')
    expect(
      agentName(
        'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1',
      ),
    ).toBe('Safari 17 · iOS')
    expect(agentName('curl/7.88.1')).toBe('curl 7')
    expect(agentName('my-script')).toBe('my-script')
  })
})
