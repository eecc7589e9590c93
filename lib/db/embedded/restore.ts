import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '#lib/errors.ts'
import { type ArchiveReader, readArchive, readManifest } from './archive.ts'
import { clusterName, openPlace, type Place } from './cluster.ts'
import { takesConnections } from './postmaster.ts'

/**
 * Puts the database of a backup into a data folder: unpacked beside its place and moved there when whole. One that is
 * there already is moved aside where `force` allows that; the answer is where to, null where there was none.
 * @throws StartError with the reason on one line; the data folder's database is as it was then
 */
export async function restore(
  file: string,
  dataDir: string,
  force: boolean,
  signal: AbortSignal,
): Promise<string | null> {
  const { postgres } = await readManifest(file)
  const place = await openPlace(dataDir)
  const { major, cluster } = place
  if (postgres !== major) {
    throw new StartError(`${file} was made by PostgreSQL ${postgres}, this is PostgreSQL ${major}`)
  }
  await checkFree(place, dataDir, force)
  const unpacked = `${cluster}.restored`
  try {
    rmSync(unpacked, { recursive: true, force: true })
    await readArchive(file, unpacker(place, unpacked), signal)
    await checkFree(place, dataDir, force)
    const aside = existsSync(cluster) ? `${cluster}.before-${timeOf(new Date())}` : null
    if (aside) renameSync(cluster, aside)
    renameSync(unpacked, cluster)
    return aside
  } catch (error) {
    rmSync(unpacked, { recursive: true, force: true })
    throw error
  }
}

/** A moment as part of a file's name, in UTC: `2026-11-24T013000`. */
export function timeOf(moment: Date): string {
  return moment.toISOString().slice(0, 19).replaceAll(':', '')
}

async function checkFree(place: Place, dataDir: string, force: boolean): Promise<void> {
  if (await takesConnections(place)) {
    throw new StartError(`A server runs on the data folder ${dataDir}: end it first`)
  }
  if (!force && existsSync(place.cluster)) {
    const advice = '--force moves it aside, or set DATA_DIR to another folder'
    throw new StartError(`The data folder ${dataDir} holds a database already: ${advice}`)
  }
}

/** Everything belongs to the account that PostgreSQL runs as, and to it alone. */
function unpacker({ account }: Place, target: string): ArchiveReader {
  const give = (path: string): void => {
    if ('uid' in account) chownSync(path, account.uid, account.gid)
  }
  const pathOf = (name: string): string => {
    const [top, ...rest] = name.split('/')
    if (top !== clusterName) throw new Error(`unexpected entry ${name}`)
    return join(target, ...rest)
  }
  return {
    folder: async (name) => {
      const path = pathOf(name)
      mkdirSync(path, { mode: 0o700 })
      give(path)
    },
    file: async (name, content) => {
      const path = pathOf(name)
      const handle = await open(path, 'wx', 0o600)
      try {
        for await (const chunk of content) await handle.writeFile(chunk)
        await handle.sync()
      } finally {
        await handle.close()
      }
      give(path)
    },
  }
}
