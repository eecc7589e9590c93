import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured log on standard error, so that standard output keeps to the line with the address. */
export function createLog(level: string): Log {
  const { isoTime } = pino.stdTimeFunctions
  return pino({ level, base: null, timestamp: isoTime, serializers: { error: toEntry } }, pino.destination(2))
}

/** What of an error is worth writing: some drivers hang their whole connection on theirs. */
function toEntry(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { name, message, code, stack, ...(cause === undefined ? {} : { cause: toEntry(cause) }) }
}
