/** Copies the embedded database to a file, while the server runs or not: `npm run backup [-- FILE]`. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '#lib/config.ts'
import { backUp } from '#lib/db/embedded/backup.ts'
import { timeOf } from '#lib/db/embedded/restore.ts'
import { StartError } from '#lib/errors.ts'
import { runCommand } from './command.ts'

await runCommand(async (signal) => {
  const { positionals } = parseArgs({ allowPositionals: true })
  if (positionals.length > 1) throw new StartError('Usage: npm run backup [-- FILE]')
  const { databaseUrl, dataDir } = readConfig(process.env)
  if (databaseUrl !== undefined) {
    throw new StartError('DATABASE_URL is set: back up that database with pg_dump')
  }
  const file = resolve(positionals[0] ?? `actoscope-${timeOf(new Date())}.tar.gz`)
  const bytes = await backUp(dataDir, file, signal)
  return `Backed up ${dataDir} to ${file} (${(bytes / 1e6).toFixed(1)} MB)`
})
