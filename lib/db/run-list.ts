import { z } from 'zod'
import { type RunListQuery, runIdSchema } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import type { Prisma, Run as RunRow } from './client/client.ts'

const cursorSchema = z.tuple([z.iso.datetime().regex(/^20/), runIdSchema])

/** Where a page ends: the creation time and id of its last run, opaque to clients. */
export function encodeCursor(row: RunRow): string {
  return Buffer.from(JSON.stringify([row.createdAt.toISOString(), row.id])).toString('base64url')
}

function decodeCursor(cursor: string): [string, string] {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    const errors = [{ path: 'cursor', message: 'Not a cursor that a list has answered' }]
    throw new AppError('invalid_request', 'cursor: not a cursor that a list has answered', { errors, cause })
  }
}

/** The list's filters and cursor as a condition on rows, newest first. */
export function toCondition(query: RunListQuery): Prisma.RunWhereInput {
  const condition: Prisma.RunWhereInput = {}
  if (query.state) condition.state = { in: query.state }
  if (query.dataset) condition.dataset = query.dataset
  if (query.activation) condition.activations = { has: query.activation }
  if (query.tag) condition.tags = { has: query.tag }
  if (query.q) condition.name = { contains: escapePattern(query.q), mode: 'insensitive' }
  if (query.cursor) {
    const [createdAt, id] = decodeCursor(query.cursor)
    condition.OR = [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }]
  }
  return condition
}

/** Prisma hands the text to LIKE as it is, where these have a meaning of their own. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
