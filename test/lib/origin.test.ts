import { describe, expect, it } from 'vitest'
import { refusalOf } from '#lib/origin.ts'

describe('refusalOf', () => {
  it.each([
    [{ host: 'localhost:3000' }],
    [{ host: '127.0.0.1:3000' }],
    [{ host: '[::1]:3000' }],
    [{ host: 'LOCALHOST' }],
    [{ host: 'localhost:3000', origin: 'http://localhost:3000' }],
  ])('lets %j pass', (headers) => {
    expect(refusalOf({ headers })).toBeNull()
  })

  it.each([
    [{}],
    [{ host: '' }],
    [{ host: 'evil.example:3000' }],
    [{ host: 'localhost.evil.example' }],
    [{ host: 'localhost@evil.example' }],
    [{ host: '169.254.169.254' }],
    [{ host: 'evil@127.0.0.1' }],
    [{ host: '127.0.0.1/evil' }],
    [{ host: '0x7f.1' }],
  ])('refuses the Host of %j', (headers) => {
    expect(refusalOf({ headers })).toBe('The Host header is not this server')
  })

  it.each(['https://evil.example', 'http://localhost:5173', 'http://127.0.0.1:3000', 'null', 'nonsense'])(
    'refuses the Origin %s',
    (origin) => {
      expect(refusalOf({ headers: { host: 'localhost:3000', origin } })).toBe(
        'The Origin header is another site',
      )
    },
  )
})
