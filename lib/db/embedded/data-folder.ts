import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartError } from '#lib/errors.ts'
import { type Account, canEnter } from './account.ts'
import { sharedFolder } from './binaries.ts'

const marker = 'actoscope.json'

/**
 * Makes the data folder, or makes sure that it is one of ours.
 * @throws StartError where it holds something else or cannot be written
 */
export function openDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    // The root of a file system of its own has this one from the start.
    const names = readdirSync(dataDir).filter((name) => name !== 'lost+found')
    if (names.length > 0 && !names.includes(marker)) {
      throw new StartError(`The data folder ${dataDir} holds other files; set DATA_DIR to an empty folder`)
    }
    if (names.length === 0) writeFileSync(join(dataDir, marker), '{ "format": 1 }\n')
  } catch (cause) {
    if (cause instanceof StartError) throw cause
    throw new StartError(`The data folder ${dataDir} cannot be used: ${(cause as Error).message}`, { cause })
  }
}

/**
 * The folder that holds the database's folder, owned by `account`: `postgres` inside the data folder or,
 * where the account cannot get there, a link by that name to one under /var/lib.
 */
export function openDatabaseFolder(dataDir: string, account: Account): string {
  const folder = join(dataDir, 'postgres')
  if (!existsSync(folder)) {
    if (canEnter(account, dataDir)) mkdirSync(folder)
    else symlinkSync(makeReachable(dataDir, account), folder)
  }
  if ('uid' in account) chownSync(folder, account.uid, account.gid)
  return realpathSync(folder)
}

function makeReachable(dataDir: string, account: Account): string {
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  // A folder of that name belongs to a data folder that stood here before and was removed.
  let target = join(sharedFolder, name)
  for (let n = 2; existsSync(target); n++) target = join(sharedFolder, `${name}-${n}`)
  mkdirSync(target, { recursive: true })
  if (!canEnter(account, target)) {
    throw new StartError(`PostgreSQL, which cannot run as root, can reach neither ${dataDir} nor ${target}`)
  }
  return target
}

/** @throws StartError where another major version of PostgreSQL made the cluster */
export function checkVersion(cluster: string, major: number): void {
  const made = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (made === String(major)) return
  const advice = `use a build of Actoscope with PostgreSQL ${made}, or set DATA_DIR to another folder`
  throw new StartError(`${cluster} was made by PostgreSQL ${made}, this is PostgreSQL ${major}: ${advice}`)
}
