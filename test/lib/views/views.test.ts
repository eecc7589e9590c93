import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createViewStore } from '#lib/db/views.ts'
import type { StoredView, ViewStore } from '#lib/views/ports.ts'
import { createViews } from '#lib/views/views.ts'
import { startDatabase } from '../../helpers/database.ts'

/** The port in memory, of which the other is to be no different. */
function memoryStore(): ViewStore {
  const views = new Map<string, StoredView>()
  return {
    put: async (view) => {
      const stored = views.get(view.id) ?? { ...view, createdAt: new Date().toISOString() }
      views.set(view.id, stored)
      return stored
    },
    find: async (id) => views.get(id) ?? null,
  }
}

let database: Awaited<ReturnType<typeof startDatabase>>
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.dispose())

const stores = { memory: memoryStore, PostgreSQL: () => createViewStore(database) }

describe.each(Object.entries(stores))('views in %s', (_name, open) => {
  it('are answered as they were kept', async () => {
    const views = createViews(open())
    const saved = await views.save({ page: 'board', query: 'q=déjà%20vu&sort=-val/accuracy' })
    expect(saved).toEqual({
      id: expect.stringMatching(/^[0-9a-v]{10}$/),
      page: 'board',
      query: 'q=déjà%20vu&sort=-val/accuracy',
      createdAt: expect.any(String),
      url: `/?view=${saved.id}`,
    })
    expect(await views.get(saved.id)).toEqual(saved)
  })

  it('have an id that follows from page and query alone', async () => {
    const views = createViews(open())
    const first = await views.save({ page: 'compare', query: 'runs=a,b' })
    expect(await views.save({ page: 'compare', query: 'runs=a,b' })).toEqual(first)
    expect((await views.save({ page: 'compare', query: 'runs=a,c' })).id).not.toBe(first.id)
    const onBoard = await views.save({ page: 'board', query: 'runs=a,b' })
    expect(onBoard.id).not.toBe(first.id)
    expect([first.url, onBoard.url]).toEqual([`/compare?view=${first.id}`, `/?view=${onBoard.id}`])
  })

  it('keep apart two that would share a short id', async () => {
    const store = open()
    const views = createViews(store)
    const { id } = await createViews(memoryStore()).save({ page: 'board', query: 'late' })
    await store.put({ id, page: 'board', query: 'early' })
    const late = await views.save({ page: 'board', query: 'late' })
    expect(late.id).toHaveLength(20)
    expect(late.id.startsWith(id)).toBe(true)
    expect((await views.get(id)).query).toBe('early')
    expect((await views.get(late.id)).query).toBe('late')
  })

  it('are kept once by many at the same moment', async () => {
    const views = createViews(open())
    const request = { page: 'board', query: 'x'.repeat(20_000) } as const
    const saved = await Promise.all(Array.from({ length: 8 }, () => views.save(request)))
    expect(new Set(saved.map(({ id }) => id)).size).toBe(1)
    expect(await views.get(saved[0]!.id)).toMatchObject(request)
  })

  it.each(['0123456789', 'short', '../../etc', '\0'.repeat(10)])('that there are not: %j', async (id) => {
    await expect(createViews(open()).get(id)).rejects.toMatchObject({ code: 'not_found' })
  })
})
