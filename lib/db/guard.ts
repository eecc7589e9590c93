import { AppError } from '#lib/errors.ts'

/** Prisma's codes for a database that is away or too slow, beside all that begin with P1. */
const codes = new Set(['P2024', 'P2028'])
const words = /timeout|trying to connect|ECONNREFUSED|ENOENT|EPIPE|terminat|closed|not queryable/i

/** Every method of the given object, with errors of the connection told as `unavailable`. */
export function guarded<T extends object>(methods: T): T {
  const entries = Object.entries(methods).map(([name, method]) => [
    name,
    (...parameters: unknown[]) =>
      (method as (...parameters: unknown[]) => Promise<unknown>)(...parameters).catch((cause: unknown) => {
        if (!isConnectionError(cause)) throw cause
        throw new AppError('unavailable', 'The database does not answer; try again', { cause })
      }),
  ])
  return Object.fromEntries(entries) as T
}

function isConnectionError(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string' && (code.startsWith('P1') || codes.has(code))) return true
  return typeof message === 'string' && words.test(message)
}
