import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { clusterName, type Place } from './cluster.ts'

const settings = [
  'listen_addresses=',
  'max_connections=64',
  'shared_buffers=64MB',
  'max_wal_size=256MB',
  'wal_compression=on',
]
/** How long a start may take, recovery included. */
const startWithinMs = 60_000
const lookEveryMs = 250
/** Bytes of the server's log beyond which the next start begins another. */
const longestLog = 2 ** 24

/** The database's server process. */
export interface Postmaster {
  /** Whether it ran already. */
  adopted: boolean
  /** Resolves once it is no more. */
  died: Promise<void>
}

/**
 * Starts the server of a cluster, and waits until it takes connections; takes over one that runs already. Rejects
 * with what its log says last.
 */
export async function startPostmaster(place: Place): Promise<Postmaster> {
  if (await takesConnections(place)) return { adopted: true, died: untilDead(place) }
  const { native, account, folder, sockets } = place
  const options = [...settings, `unix_socket_directories=${sockets}`, 'unix_socket_permissions=0700']
  const log = openLog(place)
  // A session of its own: Ctrl-C in a terminal is for us alone. A child of ours, so that nobody else need reap it.
  const child = spawn(
    join(native, 'bin/postgres'),
    ['-D', clusterName, ...options.flatMap((option) => ['-c', option])],
    { ...account, cwd: folder, detached: true, stdio: ['ignore', log, log] },
  )
  closeSync(log)
  child.unref()
  const died = once(child, 'exit').then(() => {})
  died.catch(() => {})
  const deadline = performance.now() + startWithinMs
  while (!isReady(place, child.pid)) {
    const isOver = child.exitCode !== null || child.signalCode !== null || performance.now() > deadline
    if (isOver) throw new Error(lastWords(place))
    await Promise.race([died, sleep(20)])
  }
  return { adopted: false, died }
}

/** Ends the server, its clients cut off; nothing committed is lost. Does nothing where none runs. */
export async function stopPostmaster(place: Place): Promise<void> {
  if (!(await takesConnections(place))) return
  const parameters = ['-D', clusterName, 'stop', '-m', 'fast', '-w', '-t', '60']
  await promisify(execFile)(join(place.native, 'bin/pg_ctl'), parameters, {
    ...place.account,
    cwd: place.folder,
  })
}

/**
 * Whether a server listens. One that stands still does: the system takes the connection for it, or refuses it for
 * the moment. Right after a kill, process id and shared memory still look alive.
 */
export function takesConnections({ socket }: Place): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const connection = connect(socket, () => resolve(true))
  connection.on('error', ({ code }: NodeJS.ErrnoException) => {
    resolve(code !== 'ECONNREFUSED' && code !== 'ENOENT')
  })
  return promise.finally(() => connection.destroy())
}

/** Of a server that is no child of ours. */
async function untilDead(place: Place): Promise<void> {
  do await sleep(lookEveryMs, undefined, { ref: false })
  while (isAlive(readPidFile(place)[0]) || (await takesConnections(place)))
}

function isAlive(pid: string | undefined): boolean {
  if (pid === undefined) return false
  try {
    return process.kill(Number(pid), 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isReady(place: Place, pid: number | undefined): boolean {
  const lines = readPidFile(place)
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

/** Its first line is the process id, its eighth what the server is doing. */
function readPidFile({ cluster }: Place): string[] {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

const logOf = ({ folder }: Place) => join(folder, 'postgres.log')

function openLog(place: Place): number {
  const path = logOf(place)
  // Of two logs the older goes; where a full disk lets nothing be started, this one grows with every try.
  if (existsSync(path) && statSync(path).size > longestLog) renameSync(path, `${path}.old`)
  const file = openSync(path, 'a', 0o600)
  const { account } = place
  if ('uid' in account) chownSync(path, account.uid, account.gid)
  return file
}

/** The last line that says why it ended, as far as there is one. */
function lastWords(place: Place): string {
  const path = logOf(place)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-50) : []
  const reason = lines.findLast((line) => /(FATAL|PANIC):/.test(line) && !/accepting|starting up/.test(line))
  return `${reason ?? lines.at(-1) ?? 'it says nothing'} (see ${path})`
}
