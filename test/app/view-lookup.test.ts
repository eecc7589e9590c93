import { describe, expect, it } from 'vitest'
import { resolveView } from '#app/view-lookup.ts'
import type { View } from '#lib/contracts/view.ts'

const view: View = {
  id: '0123456789',
  page: 'compare',
  query: 'runs=a%2Cb&tag=x&tag=y+z&view=9876543210',
  createdAt: '2026-11-24T04:00:00.000Z',
  url: '/compare?view=0123456789',
}
const find = async (id: string) => (id === view.id ? view : null)

describe('an address', () => {
  it('without a view is as it is', async () => {
    const resolved = await resolveView('compare', { runs: 'a', tag: ['x', 'y'] }, find)
    expect(resolved).toEqual({ parameters: { runs: 'a', tag: ['x', 'y'] }, missing: null })
  })

  it('with a view is what that holds, under what the address itself says', async () => {
    const resolved = await resolveView('compare', { view: view.id, runs: 'c' }, find)
    expect(resolved).toEqual({ parameters: { runs: 'c', tag: ['x', 'y z'] }, missing: null })
  })

  it.each([
    ['that there is not', 'compare', 'ffffffffff'],
    ['of another page', 'board', view.id],
  ] as const)('with a view %s tells which', async (_what, page, id) => {
    const resolved = await resolveView(page, { view: id, runs: 'c' }, find)
    expect(resolved).toEqual({ parameters: { runs: 'c' }, missing: id })
  })
})
