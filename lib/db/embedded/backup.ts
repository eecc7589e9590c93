import { existsSync, statSync } from 'node:fs'
import { type FileHandle, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { StartError } from '#lib/errors.ts'
import { takeServerLock } from '../server-lock.ts'
import { postgresAccount } from './account.ts'
import { type ArchiveWriter, writeArchive } from './archive.ts'
import { clusterName } from './cluster.ts'
import { startEmbeddedPostgres } from './server.ts'

const connectWithinMs = 30_000
const chunkBytes = 256 * 1024
const controlFile = 'global/pg_control'

/** Folders whose content belongs to a running server; of the write-ahead log, the needed part is copied afterwards. */
const emptied = new Set([
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_wal',
])
const leftOut =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|pg_internal\.init.*|pgsql_tmp.*|.*\.tmp)$/

/**
 * Copies the embedded database of a data folder to a new file, whether a server works on it or not. It is as it was
 * at a moment after the call. Answers the file's size in bytes.
 * @throws StartError with the reason on one line; no file is left then
 */
export async function backUp(dataDir: string, file: string, signal: AbortSignal): Promise<number> {
  const cluster = join(dataDir, 'postgres', clusterName)
  checkReadable(dataDir, cluster)
  const embedded = await startEmbeddedPostgres(dataDir)
  if (embedded.adopted) return copyRunning(embedded.url, cluster, file, signal)
  // A server that starts meanwhile must not find a database that we are about to end.
  const unwatched = { onLost: () => {}, onTaken: () => {} }
  const lock = await takeServerLock(embedded.url, async () => {}, unwatched)
  try {
    return await copyRunning(embedded.url, cluster, file, signal)
  } finally {
    await lock.release()
    await embedded.stop()
  }
}

function checkReadable(dataDir: string, cluster: string): void {
  if (!existsSync(cluster))
    throw new StartError(`There is no database in ${dataDir}; DATA_DIR names the folder`)
  const account = postgresAccount()
  const uid = 'uid' in account ? account.uid : process.getuid?.()
  if (statSync(cluster).uid !== uid) {
    throw new StartError(
      `The database in ${dataDir} belongs to another account: use the one that runs Actoscope`,
    )
  }
}

/** PostgreSQL's base backup: the files, in whatever order and moment, and the log of what was written meanwhile. */
async function copyRunning(url: string, cluster: string, file: string, signal: AbortSignal): Promise<number> {
  const { client, lost } = await connect(url)
  try {
    // For as long as this connection lives, the log is kept from here on.
    await client.query(
      `SELECT pg_create_physical_replication_slot('actoscope_' || pg_backend_pid(), true, true)`,
    )
    const started = await client.query<{ first: string; version: string }>(
      `SELECT pg_walfile_name(pg_backup_start('actoscope', fast => true)) AS first,
        current_setting('server_version_num') AS version`,
    )
    const { first, version } = started.rows[0]!
    const fill = async (archive: ArchiveWriter) => {
      await copyFolder(archive, cluster, '')
      const stopped = await client.query<{ last: string; labelfile: string }>(
        'SELECT pg_walfile_name(lsn) AS last, labelfile FROM pg_backup_stop(wait_for_archive => false)',
      )
      const { last, labelfile } = stopped.rows[0]!
      const label = Buffer.from(labelfile)
      await archive.file(`${clusterName}/backup_label`, label.length, [label])
      await copyLog(archive, cluster, first, last)
    }
    const createdAt = new Date().toISOString()
    const manifest = { format: 1 as const, postgres: Math.trunc(Number(version) / 10_000), createdAt }
    return await writeArchive(file, manifest, fill, AbortSignal.any([signal, lost]))
  } catch (error) {
    if (lost.aborted) throw new StartError('The database ended in the middle of the backup', { cause: error })
    throw error
  } finally {
    await client.end()
  }
}

async function connect(url: string) {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    application_name: 'actoscope backup',
  })
  const lost = new AbortController()
  client.on('error', (error) => lost.abort(error))
  await client.connect().catch((cause: Error) => {
    throw new StartError(`The database cannot be reached: ${cause.message}`, { cause })
  })
  return { client, lost: lost.signal }
}

/** `path` is relative to the cluster; empty for the whole of it. */
async function copyFolder(archive: ArchiveWriter, cluster: string, path: string): Promise<void> {
  const entries = await readdir(join(cluster, path), { withFileTypes: true }).catch(nullIfGone)
  if (!entries) return
  await archive.folder(join(clusterName, path))
  for (const entry of entries) {
    const inner = join(path, entry.name)
    if (leftOut.test(entry.name)) continue
    if (emptied.has(inner)) await archive.folder(join(clusterName, inner))
    else if (entry.isDirectory()) await copyFolder(archive, cluster, inner)
    else if (inner === controlFile) await copyControl(archive, cluster)
    else if (entry.isFile()) await copyFile(archive, cluster, inner)
  }
}

/** Written at once, but nothing says that it is read at once: until it is read twice alike. */
async function copyControl(archive: ArchiveWriter, cluster: string): Promise<void> {
  const read = () => readFile(join(cluster, controlFile))
  let [previous, content] = [await read(), await read()]
  while (!content.equals(previous)) [previous, content] = [content, await read()]
  await archive.file(join(clusterName, controlFile), content.length, [content])
}

async function copyFile(archive: ArchiveWriter, cluster: string, path: string): Promise<void> {
  const handle = await open(join(cluster, path)).catch(nullIfGone)
  if (!handle) return
  try {
    const { size } = await handle.stat()
    await archive.file(join(clusterName, path), size, readExactly(handle, size))
  } finally {
    await handle.close()
  }
}

/** What a file has grown by since, or lost, is in the log; its entry keeps the size that it began with. */
async function* readExactly(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let left = size; left > 0; ) {
    const buffer = Buffer.alloc(Math.min(left, chunkBytes))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, null)
    const chunk = bytesRead > 0 ? buffer.subarray(0, bytesRead) : buffer
    left -= chunk.length
    yield chunk
  }
}

/** The segments of the write-ahead log from `first` to `last`; their names sort as they were written. */
async function copyLog(archive: ArchiveWriter, cluster: string, first: string, last: string): Promise<void> {
  const names = await readdir(join(cluster, 'pg_wal'))
  const needed = names.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last).sort()
  if (needed[0] !== first) throw new Error(`${first} of the write-ahead log is gone`)
  for (const name of needed) await copyFile(archive, cluster, join('pg_wal', name))
}

/** Tables are dropped while we look. */
function nullIfGone(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
