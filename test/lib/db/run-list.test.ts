import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headlineMetrics, runListQuerySchema } from '#lib/contracts/run-list.ts'
import { runStates } from '#lib/contracts/run-state.ts'
import { listRuns } from '#lib/db/run-list.ts'
import { startDatabase } from '../../helpers/database.ts'

/** What a list reads of a run. */
interface Row {
  id: string
  name: string
  state: (typeof runStates)[number]
  dataset: 'mnist' | 'two_spirals'
  activations: string[]
  tags: string[]
  createdBy: string | null
  verdicts: { name: string }[]
  createdAt: Date
  deletedAt: Date | null
  summary: Record<string, { last: number; best: number | null; bestStep: number | null }>
}

let database: Awaited<ReturnType<typeof startDatabase>>
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.dispose())

async function fill(rows: readonly Row[]) {
  await database.prisma.run.deleteMany()
  const data = rows.map((row) => ({ ...row, config: {}, steps: 1, epochs: 1 }))
  await database.prisma.run.createMany({ data })
}

/** Every page of a list, by cursor. */
async function listAll(query: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | undefined
  do {
    const page = await listRuns(database.prisma, runListQuerySchema.parse({ ...query, cursor }))
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return ids
}

const compare = <T extends number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)
const byTime = (a: Row, b: Row) => compare(+a.createdAt, +b.createdAt) || compare(a.id, b.id)

/** Ids of the groups that a row is in, the plain way. */
function groupsOf(row: Row, by: string): string[] {
  const { activations, tags, createdBy, dataset } = row
  const values = {
    activations: [activations.join()],
    tag: tags,
    member: [createdBy ?? ''],
    dataset: [dataset],
  }[by]!
  return (values.length > 0 ? values : ['']).map((value) => `${by}:${value}`)
}

/** The same list, the plain way. */
function expectedOf(rows: readonly Row[], query: Record<string, string>): string[] {
  const { state, dataset, activation, verdict, tag, createdBy, group, q, sort = '-createdAt' } = query
  const fits = rows.filter(
    (row) =>
      row.deletedAt === null &&
      (!state || state.split(',').includes(row.state)) &&
      (!dataset || row.dataset === dataset) &&
      (!activation || row.activations.includes(activation)) &&
      (!verdict || row.verdicts.some(({ name }) => name === verdict)) &&
      (!group || groupsOf(row, group.split(':')[0]!).includes(group)) &&
      (!tag || row.tags.includes(tag)) &&
      (!createdBy || row.createdBy === createdBy) &&
      (!q || row.name.toLowerCase().includes(q.toLowerCase())),
  )
  const sign = sort.startsWith('-') ? -1 : 1
  const metric = sort.replace('-', '')
  if (metric === 'createdAt') return fits.sort((a, b) => sign * byTime(a, b)).map(({ id }) => id)
  const figure = (row: Row) => row.summary[metric]?.best ?? null
  const last = fits.filter((row) => figure(row) === null).sort((a, b) => -byTime(a, b))
  const first = fits
    .filter((row) => figure(row) !== null)
    .sort((a, b) => sign * (compare(figure(a)!, figure(b)!) || byTime(a, b)))
  return [...first, ...last].map(({ id }) => id)
}

const text = (alphabet: string, size: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: size, maxLength: size })
const oneOf = <T>(...values: T[]) => fc.constantFrom(...values)
const some = (...values: string[]) => fc.subarray(values)
// Few values each, so that figures and times are often alike; 0.1 + 0.2 has a digit more than most.
const best = oneOf(null, 0.1 + 0.2, 0.3, 1e-300, 1, 12345.678)
const summary = fc.dictionary(
  oneOf(...headlineMetrics),
  best.map((value) => ({ last: 1, best: value, bestStep: 1 })),
)

const row: fc.Arbitrary<Row> = fc.record({
  id: text('0123456789abcdefghijklmnopqrstuvwxyz', 16),
  name: text('aA%_\\ü', 3),
  state: oneOf(...runStates),
  dataset: oneOf('mnist', 'two_spirals'),
  activations: some('relu', 'tanh'),
  tags: some('x', 'y'),
  createdBy: oneOf(null, 'Ada', 'Zoë'),
  verdicts: some('dying', 'healthy').map((names) => names.map((name) => ({ name }))),
  createdAt: fc.integer({ min: 0, max: 4 }).map((ms) => new Date(Date.UTC(2026, 0, 1) + ms)),
  deletedAt: fc.option(fc.constant(new Date()), { freq: 5 }),
  summary,
})

const sorts = ['createdAt', ...headlineMetrics].flatMap((by) => [by, `-${by}`])
const query = fc.record(
  {
    state: oneOf('running', 'queued,paused', 'completed,failed,stopped'),
    dataset: oneOf('mnist', 'two_spirals'),
    activation: oneOf('relu', 'tanh', 'selu'),
    tag: oneOf('x', 'y', 'z'),
    createdBy: oneOf('Ada', 'Zoë', 'Nobody'),
    verdict: oneOf('dying', 'healthy', 'vanishing'),
    group: oneOf(
      'tag:x',
      'tag:',
      'member:',
      'member:Zoë',
      'activations:relu,tanh',
      'activations:',
      'dataset:mnist',
    ),
    q: oneOf('a', 'AA', '%', '_', '\\', 'ü'),
    sort: oneOf(...sorts),
    limit: oneOf('1', '2', '7', '200'),
  },
  { requiredKeys: ['limit'] },
)

describe('the list of runs', () => {
  it('goes through what fits in order, each run once, under every filter and sort', async () => {
    const rows = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(rows, fc.array(query, { minLength: 5, maxLength: 5 }), async (runs, queries) => {
        await fill(runs)
        for (const each of queries) expect(await listAll(each)).toEqual(expectedOf(runs, each))
      }),
      { seed: 4, numRuns: 60 },
    )
  })

  it('is in the order of a figure too where more runs fit than are sorted at once', async () => {
    const rows = Array.from({ length: 5200 }, (_, i): Row => {
      const figure = i % 50 === 0 ? null : ((i * 7919) % 1000) / 1000
      return {
        id: `${1e15 + i}`,
        name: i % 100 === 1 ? 'rare' : 'common',
        state: 'completed',
        dataset: 'mnist',
        activations: ['relu'],
        tags: [],
        createdBy: null,
        verdicts: [],
        createdAt: new Date(Date.UTC(2026, 0, 1) + i * 1000),
        deletedAt: null,
        summary: { 'val/accuracy': { last: 0, best: figure, bestStep: 1 } },
      }
    })
    await fill(rows)
    for (const sort of ['val/accuracy', '-val/accuracy']) {
      for (const filter of [{ dataset: 'mnist' }, { dataset: 'mnist', q: 'RARE' }]) {
        const asked = { ...filter, sort }
        expect(await listAll({ ...asked, limit: '200' })).toEqual(expectedOf(rows, asked))
      }
    }
  })

  it.each(['createdAt', 'val/loss', '-val/loss'])(
    'does not go on by %s from a cursor of another sort',
    async (sort) => {
      const rows = fc.sample(row, { numRuns: 5, seed: 1 }).map((each) => ({ ...each, deletedAt: null }))
      await fill(rows)
      const page = (more: object) =>
        listRuns(database.prisma, runListQuerySchema.parse({ limit: 1, ...more }))
      const { nextCursor: cursor } = await page({ sort: '-createdAt' })
      await expect(page({ sort, cursor })).rejects.toMatchObject({
        code: 'invalid_request',
        errors: [{ path: 'cursor' }],
      })
    },
  )
})
