import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StartError } from '#lib/errors.ts'
import { type Account, postgresAccount } from './account.ts'
import { postgresBinaries } from './binaries.ts'
import { checkVersion, openDatabaseFolder, openDataFolder } from './data-folder.ts'

const run = promisify(execFile)
const clusterName = 'cluster'
const logName = 'postgres.log'
/** The longest path of a Unix socket, less the file's own name. */
const socketFolderLimit = 107 - '/.s.PGSQL.5432'.length
const settings = [
  "-c listen_addresses=''",
  '-c max_connections=64',
  '-c shared_buffers=64MB',
  '-c max_wal_size=256MB',
  '-c wal_compression=on',
]

/** A private PostgreSQL of ours, reached over a Unix socket alone. */
export interface EmbeddedPostgres {
  url: string
  /** Whether it ran already. */
  adopted: boolean
  /** Ends the server once its clients are gone or cut off; nothing committed is lost. */
  stop(): Promise<void>
}

/**
 * Starts the database server inside the data folder, made first where there is none. A server that outlived
 * its Actoscope (which was killed) is adopted; one that was killed too recovers.
 * @throws StartError with the reason on one line
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  openDataFolder(dataDir)
  const account = postgresAccount()
  const native = postgresBinaries(account)
  const folder = openDatabaseFolder(dataDir, account)
  const cluster = join(folder, clusterName)
  if (!existsSync(cluster)) await makeCluster(native, folder, cluster, account)
  checkVersion(cluster, await majorVersion(native))
  const sockets = socketFolder(folder, account)
  // pg_ctl builds a shell command of what it is given: relative names keep a folder's odd characters out of it.
  const control = (...args: string[]) =>
    run(join(native, 'bin/pg_ctl'), ['-D', clusterName, ...args], { ...account, cwd: folder })

  const socket = join(sockets, '.s.PGSQL.5432')
  const adopted = await startOrAdopt(control, folder, sockets, socket)
  return {
    url: `postgresql://actoscope@localhost/postgres?host=${encodeURIComponent(sockets)}`,
    adopted,
    stop: async () => {
      // One that was killed needs no end.
      if (!(await takesConnections(socket))) return
      await control('stop', '-m', 'fast', '-w', '-t', '60')
      if (!sockets.startsWith(folder)) rmSync(sockets, { recursive: true, force: true })
    },
  }
}

/** Made beside its place and moved there when whole: one that was interrupted is made again. */
async function makeCluster(native: string, folder: string, cluster: string, account: Account): Promise<void> {
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

/**
 * Answers whether a server was there already. Right after a kill its process id and its shared memory still
 * look alive for a moment, so only one that takes connections counts, and starting is tried more than once.
 */
async function startOrAdopt(
  control: (...args: string[]) => Promise<unknown>,
  folder: string,
  sockets: string,
  socket: string,
): Promise<boolean> {
  const log = join(folder, logName)
  const options = [...settings, `-c unix_socket_directories='${sockets}'`, '-c unix_socket_permissions=0700']
  const deadline = Date.now() + 15_000
  for (;;) {
    if (await takesConnections(socket)) return true
    try {
      await control('start', '-w', '-t', '60', '-l', logName, '-o', options.join(' '))
      return false
    } catch (cause) {
      if (Date.now() > deadline) {
        const reason = existsSync(log)
          ? readFileSync(log, 'utf8').trimEnd().split('\n').at(-1)
          : lastLine(cause)
        throw new StartError(`PostgreSQL did not start: ${reason} (see ${log})`, { cause })
      }
      await sleep(250)
    }
  }
}

function takesConnections(socket: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const connection = connect(socket, () => resolve(true))
  connection.on('error', () => resolve(false))
  return promise.finally(() => connection.destroy())
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
