import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runRequestSchema } from '#lib/contracts/run.ts'
import { groupings } from '#lib/contracts/run-filter.ts'
import { runGroupsQuerySchema } from '#lib/contracts/run-group.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { groupRuns } from '#lib/db/run-groups.ts'
import { listRuns } from '#lib/db/run-list.ts'
import { startDatabase } from '../../helpers/database.ts'

let database: Awaited<ReturnType<typeof startDatabase>>
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.dispose())

interface Wanted {
  request?: object
  accuracy?: number
  part?: object
}

/** Inserts runs, each a minute after the one before; their ids are their numbers. */
async function insert(wanted: readonly Wanted[]) {
  await database.prisma.run.deleteMany()
  const data = wanted.map(({ request = {}, accuracy, part = {} }, i) => {
    const { tags, ...config } = runRequestSchema.parse({ dataset: 'mnist', ...request })
    return {
      id: String(i).padStart(16, '0'),
      name: `run ${i}`,
      state: 'completed' as const,
      dataset: config.dataset,
      activations: [...new Set(config.network.hidden.map(({ activation }) => activation))],
      config: JSON.parse(JSON.stringify({ ...config, tags })),
      tags,
      steps: 1,
      epochs: 1,
      summary:
        accuracy === undefined ? {} : { 'val/accuracy': { last: accuracy, best: accuracy, bestStep: 1 } },
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, i)),
      ...part,
    }
  })
  await database.prisma.run.createMany({ data })
}
const hidden = (activation: string, layers: number) => ({
  network: { hidden: Array.from({ length: layers }, () => ({ units: 8, activation })) },
})
const group = (query: object) => groupRuns(database.prisma, runGroupsQuerySchema.parse(query))
const told = async (query: object) =>
  (await group(query)).items.map(({ value, runs }) => [value, runs] as const)

describe('groups of runs', () => {
  beforeEach(() =>
    insert([
      { request: { ...hidden('relu', 2), seed: 1, tags: ['a', 'b'] }, accuracy: 0.9 },
      { request: { ...hidden('relu', 2), seed: 2, tags: ['a'], priority: 3 }, accuracy: 0.94 },
      { request: { ...hidden('relu', 2), seed: 2, diagnostics: { everySteps: 7 } } },
      { request: { ...hidden('tanh', 3), optimizer: { name: 'adam' } }, accuracy: 0.5 },
      { request: { dataset: 'two_spirals' }, part: { createdBy: 'Zoë', state: 'failed' } },
      { part: { deletedAt: new Date() } },
    ]),
  )

  it('are by what their runs share, the group with the newest run first', async () => {
    expect(await told({ by: 'dataset' })).toEqual([
      ['two_spirals', 1],
      ['mnist', 4],
    ])
    expect(await told({ by: 'optimizer' })).toEqual([
      ['sgd', 4],
      ['adam', 1],
    ])
    expect(await told({ by: 'learningRate' })).toEqual([
      ['0.1', 4],
      ['0.001', 1],
    ])
    expect(await told({ by: 'depth', dataset: 'mnist' })).toEqual([
      ['3', 1],
      ['2', 3],
    ])
    expect(await told({ by: 'activations', dataset: 'mnist' })).toEqual([
      ['tanh', 1],
      ['relu', 3],
    ])
    expect(await told({ by: 'member' })).toEqual([
      ['Zoë', 1],
      [null, 4],
    ])
  })

  it('by tags hold a run once for each, and those without', async () => {
    expect(await told({ by: 'tag' })).toEqual([
      [null, 3],
      ['a', 2],
      ['b', 1],
    ])
  })

  it('by all but the seed pass over what decides nothing', async () => {
    const { items } = await group({ by: 'config', dataset: 'mnist' })
    expect(items.map(({ runs, seeds }) => [runs, seeds])).toEqual([
      [1, 1],
      [3, 2],
    ])
    expect(items[1]!.config.network).toEqual(
      runRequestSchema.parse({ dataset: 'mnist', ...hidden('relu', 2) }).network,
    )
  })

  it('keep apart what begins with the weights of different runs', async () => {
    await insert([{}, { request: { seed: 2 } }, { part: { forkOf: '0', forkWeights: 'abc' } }])
    expect((await told({ by: 'config' })).map(([, runs]) => runs)).toEqual([1, 2])
  })

  it('tell mean, spread and best of those that have a figure', async () => {
    const [relu] = (await group({ by: 'activations', activation: 'relu', dataset: 'mnist' })).items
    expect(relu).toMatchObject({ runs: 3, seeds: 2, newest: '2026-01-01T00:02:00.000Z' })
    expect(relu!.ids.map(Number)).toEqual([2, 1, 0])
    expect(relu!.figures).toEqual({
      runs: 2,
      mean: expect.closeTo(0.92, 12),
      spread: expect.closeTo(0.04 / Math.SQRT2, 12),
      best: 0.94,
    })
    const [failed] = (await group({ by: 'dataset', state: 'failed' })).items
    expect(failed!.figures).toBeNull()
    const [single] = (await group({ by: 'activations', activation: 'tanh' })).items
    expect(single!.figures).toMatchObject({ runs: 1, spread: null })
  })

  it('are sorted by their mean, without one last, and counted beyond the limit', async () => {
    const values = async (query: object) =>
      (await told({ by: 'activations', ...query })).map(([value]) => value)
    await insert([
      { request: hidden('relu', 1) },
      ...[0.1, 0.3].map((accuracy) => ({ request: hidden('tanh', 1), accuracy })),
      { request: hidden('gelu', 1), accuracy: 0.25 },
    ])
    expect(await values({ sort: '-mean' })).toEqual(['gelu', 'tanh', 'relu'])
    expect(await values({ sort: 'mean' })).toEqual(['tanh', 'gelu', 'relu'])
    const { total, items } = await group({ by: 'activations', limit: '1' })
    expect([total, items.length]).toEqual([3, 1])
  })

  it.each(groupings)('by %s are each a filter of the list', async (by) => {
    const { items } = await group({ by })
    expect(items.length).toBeGreaterThan(1)
    for (const { id, runs, ids } of items) {
      const query = runListQuerySchema.parse({ group: id })
      const { items: listed } = await listRuns(database.prisma, query)
      expect(
        listed.map((run) => run.id),
        id,
      ).toEqual(ids)
      expect(listed).toHaveLength(runs)
    }
  })
})
