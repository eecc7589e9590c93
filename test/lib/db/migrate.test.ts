import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { migrate } from '#lib/db/migrate.ts'
import { migrationsFolder } from '../../helpers/database.ts'
import { makeFolder, removeFolder } from '../../helpers/folders.ts'

const folder = makeFolder()
const migrations = join(folder, 'migrations')
let embedded: Awaited<ReturnType<typeof startEmbeddedPostgres>>
let client: pg.Client

beforeAll(async () => {
  embedded = await startEmbeddedPostgres(join(folder, 'data'))
})
afterAll(async () => {
  await client.end()
  await embedded.stop()
  removeFolder(folder)
})
beforeEach(async () => {
  await client?.end()
  client = new pg.Client({ connectionString: embedded.url })
  await client.connect()
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  rmSync(migrations, { recursive: true, force: true })
  cpSync(migrationsFolder, migrations, { recursive: true })
})

function addMigration(name: string, sql: string): void {
  mkdirSync(join(migrations, name), { recursive: true })
  writeFileSync(join(migrations, name, 'migration.sql'), sql)
}

describe('migrate', () => {
  it('applies what is missing, in order, and nothing twice', async () => {
    const first = await migrate(client, migrations)
    expect(first.length).toBeGreaterThan(0)
    expect(await migrate(client, migrations)).toEqual([])
    addMigration('29990101000000_last', 'CREATE TABLE last (n int)')
    addMigration('29980101000000_before', 'CREATE TABLE before (n int)')
    expect(await migrate(client, migrations)).toEqual(['29980101000000_before', '29990101000000_last'])
  })

  it('applies each once where two servers start together', async () => {
    const other = new pg.Client({ connectionString: embedded.url })
    await other.connect()
    const applied = await Promise.all([migrate(client, migrations), migrate(other, migrations)])
    await other.end()
    expect(applied.flat()).toEqual(await appliedNames())
    expect(new Set(applied.flat()).size).toBe(applied.flat().length)
  })

  it('undoes a migration that fails, and says which', async () => {
    await migrate(client, migrations)
    const before = await appliedNames()
    addMigration('29990101000000_bad', 'CREATE TABLE half (n int); SELECT 1/0')
    await expect(migrate(client, migrations)).rejects.toThrow(
      'The migration 29990101000000_bad failed: division by zero',
    )
    expect(await appliedNames()).toEqual(before)
    expect((await client.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }])
  })

  it('refuses one that was edited after it was applied', async () => {
    addMigration('29990101000000_last', 'CREATE TABLE last (n int)')
    await migrate(client, migrations)
    addMigration('29990101000000_last', 'CREATE TABLE last (n bigint)')
    await expect(migrate(client, migrations)).rejects.toThrow(
      '29990101000000_last was edited after it was applied',
    )
  })

  it('refuses a database that a newer build has migrated', async () => {
    addMigration('29990101000000_newer', 'CREATE TABLE newer (n int)')
    await migrate(client, migrations)
    await expect(migrate(client, migrationsFolder)).rejects.toThrow(
      'newer than this build: it has 29990101000000_newer',
    )
  })
})

async function appliedNames(): Promise<string[]> {
  const { rows } = await client.query(
    'SELECT migration_name AS name FROM _prisma_migrations ORDER BY started_at',
  )
  return rows.map((row: { name: string }) => row.name)
}

describe('the migration to checkpoints and diagnostics', () => {
  it('says for runs from before what they had not said, and changes nothing that they had', async () => {
    const names = readdirSync(migrations).filter((name) => /^\d/.test(name))
    const later = names.slice(names.findIndex((name) => name.endsWith('_checkpoints_and_diagnostics')))
    for (const name of later) rmSync(join(migrations, name), { recursive: true })
    await migrate(client, migrations)
    const config = { dataset: 'mnist', epochs: 5, diagnostics: { everySteps: 20 }, tags: ['a'] }
    await client.query(
      `INSERT INTO run (id, name, dataset, config, steps, epochs) VALUES ('r', 'old', 'mnist', $1, 1, 1)`,
      [config],
    )
    for (const name of later)
      cpSync(join(migrationsFolder, name), join(migrations, name), { recursive: true })
    await migrate(client, migrations)
    const { rows } = await client.query('SELECT config, verdicts, memory_bytes, replay_of FROM run')
    expect(rows).toEqual([
      {
        config: {
          ...config,
          regularization: { l1: 0, l2: 0 },
          earlyStopping: null,
          diagnostics: { everySteps: 20, onNonFinite: 'fail' },
        },
        verdicts: [],
        memory_bytes: null,
        replay_of: null,
      },
    ])
  })
})

describe('the migration to the queue, control and rollups', () => {
  it('keeps what runs from before have recorded, and what they were asked for', async () => {
    const names = readdirSync(migrations).filter((name) => /^\d/.test(name))
    const later = names.slice(names.findIndex((name) => name.endsWith('_queue_control_and_rollups')))
    for (const name of later) rmSync(join(migrations, name), { recursive: true })
    await migrate(client, migrations)
    await client.query(
      `INSERT INTO run (id, name, dataset, config, steps, epochs, step, state, stop_requested)
       VALUES ('r', 'old', 'mnist', '{}', 100, 1, 60, 'running', true)`,
    )
    const payload = Buffer.from(Float64Array.of(1, 2, 10, 20, 0.5, 0.25).buffer)
    await client.query(
      `INSERT INTO metric_chunk (run_id, first_seq, last_seq, attempt, keys, payload)
       VALUES ('r', 1, 2, 1, '{train/loss}', $1)`,
      [payload],
    )
    for (const name of later)
      cpSync(join(migrationsFolder, name), join(migrations, name), { recursive: true })
    await migrate(client, migrations)
    const { rows } = await client.query(
      'SELECT requested, recorded_step, queued_at = created_at AS same FROM run',
    )
    expect(rows).toEqual([{ requested: 'stop', recorded_step: 60, same: true }])
    const chunks = await client.query('SELECT count, payload FROM metric_chunk')
    expect(chunks.rows).toEqual([{ count: 2, payload }])
  })
})
