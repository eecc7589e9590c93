import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BulkAnswer } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { RunGroups } from '#lib/contracts/run-group.ts'
import type { RunList } from '#lib/contracts/run-list.ts'
import { call, createRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string
/** Six that completed, and last one that was stopped while it waited, without a figure. */
let runs: Run[]

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
  const made: Run[] = []
  for (const [i, learningRate] of [0.5, 0.001, 0.1, 0.01, 0.3, 0.003].entries()) {
    const name = i % 2 === 0 ? `Even ${i}` : `odd ${i}`
    made.push(await createRun(url, { ...tinyRun, name, optimizer: { learningRate }, tags: [`t${i % 3}`] }))
  }
  for (const { id } of made) await waitForRun(url, id, hasEnded)
  const blocked = await createRun(url, { ...tinyRun, epochs: 10_000 })
  made.push(await createRun(url, { ...tinyRun, name: 'never ran', after: blocked.id }))
  for (const { id } of [made.at(-1)!, blocked]) await call(url, 'POST', `/runs/${id}/stop`)
  await waitForRun(url, blocked.id, hasEnded)
  expect((await call(url, 'DELETE', `/runs/${blocked.id}`)).status).toBe(204)
  runs = await Promise.all(made.map(({ id }) => waitForRun(url, id, hasEnded)))
})
afterAll(() => server.dispose())

async function listAll(query: string): Promise<Run[]> {
  const all: Run[] = []
  let cursor: string | null = null
  do {
    const path: string = `/runs?${query}${cursor ? `&cursor=${cursor}` : ''}`
    const { body } = await call<RunList>(url, 'GET', path)
    all.push(...body.items)
    cursor = body.nextCursor
  } while (cursor)
  return all
}

describe('the list', () => {
  it('goes through all runs that are not deleted, newest first, by cursor', async () => {
    const all = await listAll('limit=2')
    expect(all.map(({ id }) => id)).toEqual(runs.map(({ id }) => id).toReversed())
    expect(await listAll('sort=createdAt&limit=3')).toEqual(all.toReversed())
  })

  it.each(['train/loss', 'val/loss', 'val/accuracy', 'train/accuracy'])(
    'is sorted by the best %s in both directions, with the run that has none last',
    async (metric) => {
      const best = (run: Run) => run.summary[metric]?.best ?? null
      const rising = (await listAll(`sort=${metric}&limit=2`)).map(best)
      expect(rising.slice(0, 6)).toEqual(rising.slice(0, 6).toSorted((a, b) => a! - b!))
      const falling = (await listAll(`sort=-${metric}&limit=2`)).map(best)
      expect(falling).toEqual([...rising.slice(0, 6).toReversed(), null])
      expect(rising.slice(0, 6)).not.toContain(null)
    },
  )

  it('is narrowed by every filter', async () => {
    const names = async (query: string) => (await listAll(query)).map(({ name }) => name).sort()
    expect(await names('q=EVEN')).toEqual(['Even 0', 'Even 2', 'Even 4'])
    expect(await names('q=EVEN&tag=t2&sort=-val/loss')).toEqual(['Even 2'])
    expect(await names('state=stopped,failed')).toEqual(['never ran'])
    expect(await names('dataset=mnist')).toEqual([])
    expect(await names('activation=tanh&tag=t1')).toEqual(['Even 4', 'odd 1'])
    expect(await names('createdBy=Nobody')).toEqual([])
  })

  it.each([
    'limit=0',
    'limit=201',
    'state=done',
    'state=running,done',
    'state=',
    'sort=name',
    'cursor=x',
    'q=%00',
    'tag=%00',
    'page=2',
  ])('refuses ?%s by name', async (query) => {
    const { status, body } = await call(url, 'GET', `/runs?${query}`)
    expect(status).toBe(400)
    expect(body.errors?.[0]?.path).toMatch(new RegExp(`^${query.split('=')[0]}(\\[|$)`))
  })

  it('refuses the cursor of another sort by name', async () => {
    const { body } = await call<RunList>(url, 'GET', '/runs?limit=1&sort=val/loss')
    const refused = await call(url, 'GET', `/runs?limit=1&sort=-val/loss&cursor=${body.nextCursor}`)
    expect(refused.status).toBe(400)
    expect(refused.body.errors?.[0]?.path).toBe('cursor')
  })
})

describe('groups', () => {
  it('say how many runs share a value, and are each a filter of the list', async () => {
    const { status, body } = await call<RunGroups>(url, 'GET', '/runs/groups?by=tag&sort=-mean')
    expect(status).toBe(200)
    expect(body.total).toBe(4)
    expect(body.items.map(({ value, runs: held }) => [value, held])).toEqual(
      expect.arrayContaining([
        ['t0', 2],
        ['t1', 2],
        ['t2', 2],
        [null, 1],
      ]),
    )
    expect(body.items.at(-1)!.figures).toBeNull()
    for (const { id, ids } of body.items) {
      const listed = await listAll(`group=${encodeURIComponent(id)}`)
      expect(listed.map((run) => run.id)).toEqual(ids)
    }
  })

  it.each(['', 'by=colour', 'by=tag&limit=0', 'by=tag&group=colour:red'])('refuse ?%s', async (query) => {
    expect((await call(url, 'GET', `/runs/groups?${query}`)).status).toBe(400)
  })
})

describe('tags of several runs', () => {
  const tag = (ids: string[], change: object) =>
    call<BulkAnswer>(url, 'POST', '/runs/bulk', { action: 'tag', ids, ...change })

  it('are put on and taken off, and each run keeps its others', async () => {
    const [first, second] = runs
    const { status, body } = await tag([first!.id, second!.id], { add: ['new'], remove: ['t1'] })
    expect(status).toBe(200)
    expect(body.items.map((item) => item.ok && item.run?.tags)).toEqual([['t0', 'new'], ['new']])
    expect((await call<Run>(url, 'GET', `/runs/${first!.id}`)).body.tags).toEqual(['t0', 'new'])
  })

  it('are not more than a run may have', async () => {
    const add = Array.from({ length: 20 }, (_, i) => `many ${i}`)
    const { body } = await tag([runs[2]!.id], { add })
    expect(body.items).toMatchObject([{ ok: false, problem: { status: 409 } }])
  })

  it('are refused without a change', async () => {
    expect((await tag([runs[0]!.id], {})).status).toBe(400)
  })
})
