import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { View } from '#lib/contracts/view.ts'
import { call } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
})
afterAll(() => server.dispose())

describe('a view', () => {
  it('is kept once, and read by its id', async () => {
    const request = { page: 'compare', query: 'runs=a,b&x=epoch' }
    const { status, body } = await call<View>(url, 'POST', '/views', request)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...request, url: `/compare?view=${body.id}` })
    expect((await call<View>(url, 'POST', '/views', request)).body).toEqual(body)
    const read = await call<View>(url, 'GET', `/views/${body.id}`)
    expect([read.status, read.body]).toEqual([200, body])
  })

  it.each([
    ['of another page', { page: 'settings', query: 'a=1' }, 'page'],
    ['of nothing', { page: 'board', query: '' }, 'query'],
    ['with its question mark', { page: 'board', query: '?a=1' }, 'query'],
    ['that is too long', { page: 'board', query: 'x'.repeat(20_001) }, 'query'],
    ['with what is not text', { page: 'board', query: 'a\0' }, 'query'],
    ['with a field that there is not', { page: 'board', query: 'a=1', name: 'mine' }, 'name'],
  ])('%s is refused by name', async (_what, request, path) => {
    const { status, body } = await call(url, 'POST', '/views', request)
    expect([status, body.errors?.[0]?.path]).toEqual([400, path])
  })

  it.each(['0123456789', 'not-an-id'])('%s is not found', async (id) => {
    const { status, body } = await call(url, 'GET', `/views/${id}`)
    expect([status, body.detail]).toEqual([404, 'There is no such view'])
  })
})
