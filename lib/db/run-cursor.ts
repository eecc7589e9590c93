import { z } from 'zod'
import { runIdSchema } from '#lib/contracts/run.ts'
import type { RunSort } from '#lib/contracts/run-list.ts'
import { AppError } from '#lib/errors.ts'

/** One run's place in a list. */
export interface Place {
  id: string
  createdAt: Date
  /** What it is sorted by; null in a list by time, and for a run without that figure. */
  figure: number | null
}

const cursorSchema = z.tuple([
  z.string(),
  z.number().nullable(),
  z.iso
    .datetime()
    .regex(/^20/)
    .transform((time) => new Date(time)),
  runIdSchema,
])

/** Where a page ends: the sort, and the place of its last run; opaque to clients. */
export function encodeCursor(sort: RunSort, { figure, createdAt, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, figure, createdAt.toISOString(), id])).toString('base64url')
}

/** @throws AppError invalid_request where no list of this sort has answered it */
export function decodeCursor(cursor: string, wanted: RunSort): Place {
  const refuse = (message: string, cause?: unknown) => {
    const errors = [{ path: 'cursor', message }]
    return new AppError('invalid_request', `cursor: ${message}`, { errors, cause })
  }
  let parsed: z.output<typeof cursorSchema>
  try {
    parsed = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw refuse('Not a cursor that a list has answered', cause)
  }
  const [sort, figure, createdAt, id] = parsed
  if (sort !== wanted) throw refuse(`It goes on in a list by ${sort}, not by ${wanted}`)
  return { figure, createdAt, id }
}
