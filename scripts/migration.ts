/**
 * Writes the migration that brings a database from the present migrations to prisma/schema.prisma, or checks
 * that none is missing (`--check`: prints what is, and exits 1):
 *
 *     node scripts/migration.ts NAME | --check [--schema FILE]
 *
 * Prisma's own command needs an engine that it downloads; this one asks the same engine's WebAssembly build.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { openDatabase } from '#lib/db/database.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'

const root = dirname(import.meta.dirname)
const migrations = join(root, 'prisma/migrations')
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    check: { type: 'boolean' },
    schema: { type: 'string', default: join(root, 'prisma/schema.prisma') },
  },
})

/** The SQL that turns the database at `url` into what the schema describes; empty where it is that already. */
async function diffToSchema(url: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: url })
  const engine = await startEngine(pool)
  const path = resolve(flags.schema)
  const configDir = dirname(path)
  const schema = { path, content: readFileSync(path, 'utf8') }
  const { stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files: [schema], configDir },
    to: { tag: 'schemaDatamodel', files: [schema], configDir },
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
  })
  await pool.end()
  return stdout?.startsWith('-- This is an empty migration') ? '' : (stdout ?? '')
}

interface Engine {
  diff(request: unknown): Promise<{ stdout: string | null }>
}

async function startEngine(pool: pg.Pool): Promise<Engine> {
  const require = createRequire(import.meta.url)
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg' as string)
  const wasm = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm')
  const module = new WebAssembly.Module(readFileSync(wasm))
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  const factory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(pool),
    connectToShadowDb: () => connect(pool),
  } as const
  return bindings.SchemaEngine.new({}, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

/** PostgreSQL's catalogue has columns of its type "char", for which the adapter has no name. */
async function connect(pool: pg.Pool) {
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<pg.QueryResult>
  let characters: number[] = []
  Object.assign(pool, {
    query: async (...parameters: unknown[]) => {
      const result = await query(...parameters)
      characters = (result.fields ?? []).flatMap((field, i) => (field.dataTypeID === 18 ? [i] : []))
      for (const i of characters) result.fields[i]!.dataTypeID = 25
      return result
    },
  })
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  adapter.queryRaw = async (statement) => {
    const result = await queryRaw(statement)
    for (const i of characters) result.columnTypes[i] = ColumnTypeEnum.Character
    return result
  }
  return adapter
}

/** The SQL that is missing, found on a database of its own that has every migration. */
async function findMissing(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'actoscope-migration-'))
  chmodSync(folder, 0o755)
  const embedded = await startEmbeddedPostgres(join(folder, 'data'))
  try {
    const database = await openDatabase(embedded.url, migrations, () => {})
    await database.close()
    return await diffToSchema(embedded.url)
  } finally {
    await embedded.stop()
    rmSync(folder, { recursive: true })
  }
}

const [name] = positionals
if (!flags.check && !name) throw new Error('Name the migration, or say --check')
const sql = await findMissing()
if (flags.check) {
  process.stdout.write(sql)
  process.exitCode = sql === '' ? 0 : 1
} else {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(migrations, `${time}_${name}`)
  mkdirSync(folder)
  writeFileSync(join(folder, 'migration.sql'), sql)
}
