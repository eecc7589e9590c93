import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation } from '#app/components/docs/reference.ts'
import { keyOf, toCurl, toRequest } from '#app/components/docs/try-request.ts'

const parameter = (place: 'path' | 'query' | 'header' | 'cookie', name: string) => ({
  in: place,
  name,
  type: 'text',
  required: place === 'path',
  usual: null,
  text: null,
  choices: null,
})
const operation: Operation = {
  name: 'act',
  method: 'POST',
  path: '/api/v1/runs/{id}/act',
  summary: '',
  text: null,
  parameters: [
    parameter('path', 'id'),
    parameter('query', 'q'),
    parameter('query', 'limit'),
    parameter('header', 'Idempotency-Key'),
    parameter('cookie', 'actoscope-member'),
  ],
  body: { schema: 'Request', required: false, example: '{}' },
  answers: [],
}
const origin = 'http://127.0.0.1:3000'

/** What a shell hands to the command. */
function argumentsOf(command: string): string[] {
  const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${command}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

describe('a request that is tried', () => {
  it('has what was filled in at its place, escaped, and nothing that was not', () => {
    const parameters = {
      'path id': 'a/b',
      'query q': 'x & y',
      'query limit': '',
      'cookie actoscope-member': 'no',
    }
    expect(toRequest(operation, { parameters, body: ' ' })).toEqual({
      method: 'POST',
      address: '/api/v1/runs/a%2Fb/act?q=x+%26+y',
      headers: {},
      body: undefined,
    })
    const key = keyOf({ in: 'header', name: 'Idempotency-Key' })
    expect(toRequest(operation, { parameters: { [key]: 'k' }, body: '{"a":1}' })).toMatchObject({
      headers: { 'Idempotency-Key': 'k', 'Content-Type': 'application/json' },
      body: '{"a":1}',
    })
  })

  it.each([
    ['GET', undefined, ['-s', `${origin}/x`]],
    ['DELETE', undefined, ['-s', `${origin}/x`, '-X', 'DELETE']],
    ['POST', undefined, ['-s', `${origin}/x`, '-X', 'POST']],
    ['POST', '{}', ['-s', `${origin}/x`, '-d', '{}']],
    ['PATCH', '{}', ['-s', `${origin}/x`, '-X', 'PATCH', '-d', '{}']],
  ])('is a command for %s with the body %s', (method, body, expected) => {
    expect(argumentsOf(toCurl({ method, address: '/x', headers: {}, body }, origin))).toEqual(expected)
  })

  it('reaches curl as it was typed, whatever is in it', () => {
    const typed = fc
      .string({ unit: 'binary' })
      .filter((text) => text !== '' && !text.includes('\0') && text.isWellFormed())
    fc.assert(
      fc.property(typed, (text) => {
        const request = { method: 'POST', address: '/x', headers: { 'Idempotency-Key': text }, body: text }
        expect(argumentsOf(toCurl(request, origin)).slice(2)).toEqual([
          '-H',
          `Idempotency-Key: ${text}`,
          '-d',
          text,
        ])
      }),
      { seed: 7, numRuns: 100 },
    )
  })
})
