import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary folder that the database's account can enter even when the tests run as root. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'actoscope-test-'))
  chmodSync(folder, 0o755)
  return folder
}

/** Removes it with all that it holds. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

/** Process id of the database server in a data folder. */
export function postgresPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
}
