import { join } from 'node:path'
import pg from 'pg'

/** A connection to the embedded database of a server that runs, past the server. */
function databaseOf(dataDir: string): pg.Client {
  const host = join(dataDir, 'postgres/sockets')
  return new pg.Client({ host, port: 5432, user: 'actoscope', database: 'postgres' })
}

/**
 * Inserts so many ended runs as copies of the oldest run, whose layers are tanh, each a second older than the one before; `bulk-1` is the
 * newest. They differ in seed, learning rate, activation, dataset, tags, member and figures.
 */
export async function insertEndedRuns(dataDir: string, total: number): Promise<void> {
  const client = databaseOf(dataDir)
  await client.connect()
  await client.query(
    `INSERT INTO run (id, name, state, attempt, dataset, activations, config, tags, created_by, steps, epochs, step,
        epoch, samples_per_second, summary, verdicts, created_at, queued_at, started_at, ended_at)
      SELECT lpad(n::text, 16, '0'), 'bulk-' || n,
        (ARRAY['completed', 'completed', 'completed', 'failed', 'stopped']::"RunState"[])[1 + n % 5], 1,
        (ARRAY['mnist', 'two_spirals'])[1 + n % 2], ARRAY[(ARRAY['relu', 'gelu', 'tanh', 'sigmoid'])[1 + n % 4]],
        replace(sample.config::text, '"activation": "tanh"', '"activation": "' || (ARRAY['relu', 'gelu', 'tanh', 'sigmoid'])[1 + n % 4] || '"')::jsonb ||
          jsonb_build_object('seed', n, 'dataset', (ARRAY['mnist', 'two_spirals'])[1 + n % 2], 'optimizer', sample.config -> 'optimizer' ||
          jsonb_build_object('learningRate', (ARRAY[0.3, 0.1, 0.03, 0.01, 0.003])[1 + n % 5])),
        ARRAY['batch ' || n % 7], (ARRAY['Ana Ruiz', 'Mina Okafor', NULL])[1 + n % 3], 100, 5, 100, 5, 20000 + n,
        jsonb_build_object('val/accuracy', jsonb_build_object('last', 0.5, 'best', (n::bigint * 7919 % 10007) / 10007.0, 'bestStep', 1),
          'val/loss', jsonb_build_object('last', 0.5, 'best', (n::bigint * 104729 % 10009) / 1000.0, 'bestStep', 1)),
        CASE WHEN n % 9 = 0 THEN sample.verdicts ELSE '[]' END,
        begun - n * interval '1 second', begun, begun - n * interval '1 second', begun
      FROM generate_series(1, $1::int) AS n,
        LATERAL (SELECT config, verdicts, created_at - interval '1 hour' AS begun FROM run ORDER BY created_at LIMIT 1) AS sample`,
    [total],
  )
  await client.query('ANALYZE run')
  await client.end()
}
