import type { ServerProblemCode } from '#lib/contracts/status.ts'
import { AppError } from '#lib/errors.ts'

/** What can keep a database from doing what it is asked. */
export type DatabaseFault = Exclude<ServerProblemCode, 'clock_set_back' | 'stopping'>

const ofSqlStates: Record<string, DatabaseFault> = {
  '53000': 'database_busy',
  '53100': 'disk_full',
  '53200': 'database_busy',
  '53300': 'database_busy',
  '57P01': 'database_unreachable',
  '57P02': 'database_unreachable',
  '57P03': 'database_unreachable',
  '57P05': 'database_unreachable',
}
const ofPrisma: Record<string, DatabaseFault> = {
  P2024: 'database_busy',
  P2037: 'database_busy',
  TooManyConnections: 'database_busy',
  DatabaseNotReachable: 'database_unreachable',
  ConnectionClosed: 'database_unreachable',
  SocketTimeout: 'database_unreachable',
}
const away = /^(08\w{3}|P1\d{3}|P2028|E(CONN|PIPE|NOENT|TIMEDOUT|AGAIN|NETUNREACH|HOSTUNREACH|NOTFOUND)\w*)$/
const noSpace = /no space left on device|disk quota exceeded/i
const noConnection = /timeout exceeded when trying to connect/i
const awayWords = /timeout|timed out|trying to connect|terminat|closed|not queryable|after calling end/i

const words: Record<DatabaseFault, string> = {
  database_unreachable: 'The database does not answer; try again',
  database_busy: 'The database has no free connection; try again',
  disk_full: 'The database has no space left, so nothing was stored; try again once there is some',
}

/** The failure of a database that an error tells of; null for every other error, which is a fault of our own. */
export function faultOf(error: unknown): DatabaseFault | null {
  const told = tellings(error)
  return firstOf(told, faultOfCode) ?? firstOf(told, faultOfWords)
}

/** The error that a database's failure is told as: `unavailable`, with what it was as its cause. */
export function unavailable(fault: DatabaseFault, cause: unknown): AppError {
  return new AppError('unavailable', words[fault], { cause })
}

interface Telling {
  code: string
  message: string
}

function firstOf(told: Telling[], fault: (telling: Telling) => DatabaseFault | null): DatabaseFault | null {
  for (const telling of told) {
    const found = fault(telling)
    if (found) return found
  }
  return null
}

function faultOfCode({ code }: Telling): DatabaseFault | null {
  return ofSqlStates[code] ?? ofPrisma[code] ?? (away.test(code) ? 'database_unreachable' : null)
}

/** Words of an error that has a code say nothing: they may quote what a person wrote. */
function faultOfWords({ code, message }: Telling): DatabaseFault | null {
  if (noSpace.test(message)) return 'disk_full'
  if (code !== '') return null
  if (noConnection.test(message)) return 'database_busy'
  return awayWords.test(message) ? 'database_unreachable' : null
}

/** Code and message of an error and of what it hangs on: causes, several addresses, the driver behind Prisma. */
function tellings(error: unknown, depth = 0): Telling[] {
  if (typeof error !== 'object' || error === null || depth > 5) return []
  const { code, originalCode, kind, message, originalMessage, cause, errors, meta } = error as Record<
    string,
    unknown
  >
  const inner = [cause, (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError]
  if (Array.isArray(errors)) inner.push(...errors)
  return [
    { code: String(originalCode ?? code ?? kind ?? ''), message: String(originalMessage ?? message ?? '') },
    ...inner.flatMap((each) => tellings(each, depth + 1)),
  ]
}
