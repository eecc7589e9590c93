import { join } from 'node:path'
import { type Database, openDatabase } from '#lib/db/database.ts'
import { startEmbeddedPostgres } from '#lib/db/embedded/server.ts'
import { makeFolder, removeFolder } from './folders.ts'

export const migrationsFolder = join(import.meta.dirname, '../../prisma/migrations')

/** A PostgreSQL of its own with the product's tables, and its end. */
export async function startDatabase(): Promise<Database & { dispose(): Promise<void> }> {
  const folder = makeFolder()
  const embedded = await startEmbeddedPostgres(join(folder, 'data'))
  const database = await openDatabase(embedded.url, migrationsFolder, () => {})
  const dispose = async () => {
    await database.close()
    await embedded.stop()
    removeFolder(folder)
  }
  return { ...database, dispose }
}
