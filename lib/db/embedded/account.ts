import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The account that PostgreSQL's processes run as; empty for one's own. */
export type Account = { uid: number; gid: number } | Record<string, never>

/** PostgreSQL refuses to run as root: root hands it to `nobody`, everybody else runs it themselves. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .find(([name]) => name === 'nobody')
  if (!nobody) throw new Error('PostgreSQL cannot run as root, and there is no user "nobody" to run it as')
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}

/** Whether the account can enter the folder, all its parents included. */
export function canEnter(account: Account, folder: string): boolean {
  if (!('uid' in account)) return true
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...account, cwd: '/' })
  return status === 0
}
