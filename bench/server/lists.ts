import { runRequestSchema } from '#lib/contracts/run.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import type { Stack } from './stack.ts'
import { timeEach } from './statistics.ts'

/** Runs among which a page is looked for. */
const listedRuns = 100_000

const pages = [
  { what: 'newest', query: {} },
  { what: 'of one state', query: { state: 'failed' } },
  { what: 'ended, of one activation', query: { state: 'completed,failed,stopped', activation: 'gelu' } },
  { what: 'of one tag', query: { tag: 'tag 7' } },
  { what: 'best accuracy first', query: { sort: '-val/accuracy' } },
  { what: 'lowest loss, of one dataset', query: { sort: 'val/loss', dataset: 'mnist' } },
  { what: 'part of a name, found late', query: { q: '-99999-' } },
] as const

/** Milliseconds of each kind of page, the last of them deep in the list. */
export async function list(stack: Stack, rounds: number): Promise<{ what: string; times: number[] }[]> {
  await insertRuns(stack)
  const results: { what: string; times: number[] }[] = []
  for (const { what, query } of pages) {
    const parsed = runListQuerySchema.parse(query)
    results.push({
      what,
      times: await timeEach(rounds, async () => JSON.stringify(await stack.runs.list(parsed))),
    })
  }
  const cursor = await deepCursor(stack)
  const deep = runListQuerySchema.parse({ cursor })
  results.push({
    what: 'the 250th page',
    times: await timeEach(rounds, async () => JSON.stringify(await stack.runs.list(deep))),
  })
  return results
}

/** The cursor after 250 pages of 200. */
async function deepCursor(stack: Stack): Promise<string> {
  let cursor: string | null = null
  for (let page = 0; page < 250; page++) {
    const query = runListQuerySchema.parse({ limit: 200, ...(cursor ? { cursor } : {}) })
    cursor = (await stack.runs.list(query)).nextCursor
    if (!cursor) throw new Error('The list is shorter than was inserted')
  }
  return cursor!
}

/** Rows as large as those of real runs, their config copied from one. */
async function insertRuns({ database, runs }: Stack): Promise<void> {
  await runs.create(runRequestSchema.parse({ dataset: 'mnist' }), { by: null })
  await database.pool.query({
    text: `
      INSERT INTO run (id, name, state, attempt, dataset, activations, config, tags, steps, epochs, step, epoch,
        summary, created_at, queued_at, ended_at)
      SELECT lpad(n::text, 16, '0'), 'bench-' || n || '-run',
        (ARRAY['completed', 'completed', 'completed', 'failed', 'stopped']::"RunState"[])[1 + n % 5], 1,
        (ARRAY['mnist', 'two_spirals'])[1 + n % 2], ARRAY[(ARRAY['relu', 'gelu', 'tanh', 'sigmoid'])[1 + n % 4]],
        sample.config, ARRAY['tag ' || n % 50], 100, 5, 100, 5,
        jsonb_build_object('val/accuracy', jsonb_build_object('last', 0.5, 'best', (n::bigint * 7919 % 100003) / 100003.0, 'bestStep', 1),
          'val/loss', jsonb_build_object('last', 0.5, 'best', (n::bigint * 104729 % 100019) / 1000.0, 'bestStep', 1)),
        now() - n * interval '1 second', now(), now()
      FROM generate_series(1, ${listedRuns}) AS n,
        LATERAL (SELECT config FROM run ORDER BY created_at LIMIT 1) AS sample`,
    query_timeout: 300_000,
  } as { text: string })
  await database.pool.query({ text: 'VACUUM ANALYZE run', query_timeout: 120_000 } as { text: string })
}
