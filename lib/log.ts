import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured log on standard error, so that standard output keeps to the line with the address. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
}
