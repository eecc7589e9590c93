/** Puts a backup into a data folder that holds no database: `npm run restore -- FILE [--force]`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#lib/config.ts'
import { restore } from '#lib/db/embedded/restore.ts'
import { StartError } from '#lib/errors.ts'
import { runCommand } from './command.ts'

await runCommand(async (signal) => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  })
  const [name] = positionals
  if (!name || positionals.length > 1) throw new StartError('Usage: npm run restore -- FILE [--force]')
  const { databaseUrl, dataDir } = readConfig(process.env)
  if (databaseUrl !== undefined) {
    throw new StartError('DATABASE_URL is set: restore that database with pg_restore')
  }
  const file = resolve(name)
  const aside = await restore(file, dataDir, values.force, signal)
  return `Restored ${file} to ${dataDir}${aside ? `; what was there is in ${aside}` : ''}`
})
