import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StartError } from '#lib/errors.ts'
import { type Account, postgresAccount } from './account.ts'
import { postgresBinaries } from './binaries.ts'
import { checkVersion, openDatabaseFolder, openDataFolder } from './data-folder.ts'

const run = promisify(execFile)
export const clusterName = 'cluster'
/** The longest path of a Unix socket, less the file's own name. */
const socketFolderLimit = 107 - '/.s.PGSQL.5432'.length

/** Where a data folder's database lies, and with what and as whom it runs. */
export interface Place {
  account: Account
  /** The folder with PostgreSQL's `bin`. */
  native: string
  major: number
  /** Holds `cluster`, the log, and the sockets where the path suits. */
  folder: string
  cluster: string
  sockets: string
  socket: string
  url: string
}

/**
 * Finds or makes the place of a data folder's database; no cluster in it yet.
 * @throws StartError with the reason on one line
 */
export async function openPlace(dataDir: string): Promise<Place> {
  openDataFolder(dataDir)
  const account = postgresAccount()
  const native = postgresBinaries(account)
  const folder = openDatabaseFolder(dataDir, account)
  const sockets = socketFolder(folder, account)
  return {
    account,
    native,
    major: await majorVersion(native),
    folder,
    cluster: join(folder, clusterName),
    sockets,
    socket: join(sockets, '.s.PGSQL.5432'),
    url: `postgresql://actoscope@localhost/postgres?host=${encodeURIComponent(sockets)}`,
  }
}

/**
 * Makes the cluster where there is none, beside its place and moved there when whole: one that was interrupted is
 * made again.
 * @throws StartError where it cannot be made, or another major version of PostgreSQL made it
 */
export async function openCluster({ account, native, major, folder, cluster }: Place): Promise<void> {
  if (!existsSync(cluster)) {
    const unfinished = `${cluster}.new`
    rmSync(unfinished, { recursive: true, force: true })
    const options = ['--username=actoscope', '--auth=trust', '--encoding=UTF8', '--locale=C']
    await run(join(native, 'bin/initdb'), ['-D', unfinished, ...options], { ...account, cwd: '/' }).catch(
      (cause) => {
        throw new StartError(`The database could not be made in ${folder}: ${lastLine(cause)}`, { cause })
      },
    )
    renameSync(unfinished, cluster)
  }
  checkVersion(cluster, major)
}

/**
 * Beside the cluster where the path suits: short enough for a socket, and without the comma and quotes that
 * PostgreSQL's setting reads as its own. Else a private temporary folder.
 */
function socketFolder(folder: string, account: Account): string {
  const near = join(folder, 'sockets')
  const suits = Buffer.byteLength(near) <= socketFolderLimit && /^[\p{L}\p{N}/._ -]+$/u.test(near)
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16)
  const sockets = suits ? near : join(tmpdir(), `actoscope-${name}`)
  if (!existsSync(sockets)) mkdirSync(sockets, { mode: 0o700 })
  const { uid } = lstatSync(sockets)
  const ours = [process.getuid?.(), account.uid]
  if (!lstatSync(sockets).isDirectory() || !ours.includes(uid)) {
    throw new StartError(`${sockets}, for the database's socket, belongs to somebody else`)
  }
  if ('uid' in account) chownSync(sockets, account.uid, account.gid)
  return sockets
}

async function majorVersion(native: string): Promise<number> {
  const { stdout } = await run(join(native, 'bin/postgres'), ['--version'], { cwd: '/' })
  return Number(/\d+/.exec(stdout)?.[0])
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string }
  return (stderr || message).trim().split('\n').at(-1) ?? message
}
