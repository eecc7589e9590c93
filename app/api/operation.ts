import type { z } from 'zod'
import { datasetNameSchema } from '#lib/contracts/dataset.ts'
import { runIdSchema } from '#lib/contracts/run.ts'
import { viewIdSchema } from '#lib/contracts/view.ts'
import type { ErrorCode } from '#lib/errors.ts'

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** The parts of the API, as its description groups them. */
export const groups = ['Runs', 'Control', 'Measurements', 'Networks', 'Datasets', 'Views', 'Server'] as const
export type Group = (typeof groups)[number]

/** What stands in braces in a path: whose id it is, and which texts can be one. */
export const pathParameters = {
  id: { of: 'run', schema: runIdSchema },
  viewId: { of: 'view', schema: viewIdSchema },
  dataset: { of: 'dataset', schema: datasetNameSchema },
} as const

/** The parameter of a path; null where it has none. */
export function pathParameterOf(path: string): keyof typeof pathParameters | null {
  const names = Object.keys(pathParameters) as (keyof typeof pathParameters)[]
  return names.find((name) => path.includes(`{${name}}`)) ?? null
}

/** A query string: an object of fields that each come as text. */
export type QuerySchema = z.ZodObject
export type BodySchema = z.ZodType
export type AnswerSchema = z.ZodType

/**
 * One entry of the API, from which its route takes how to read a request and what to answer with, and its description
 * all that it says.
 */
export interface Operation<
  Query extends QuerySchema | null = QuerySchema | null,
  Body extends BodySchema | null = BodySchema | null,
  Answer extends AnswerSchema | null = AnswerSchema | null,
> {
  name: string
  method: Method
  /** Below `/api/v1`; what stands in braces is one of `pathParameters`. */
  path: string
  group: Group
  summary: string
  description?: string
  query: Query
  body: Body
  /** A body that works. */
  example?: Body extends BodySchema ? z.input<Body> : never
  /** Whether a request without a body is as good as one with `{}`. */
  bodyOptional?: boolean
  /** Whether it changes something, and so wants to know who asks. */
  changes?: boolean
  /** Whether it makes a run, once for an Idempotency-Key, and says where it is. */
  creates?: boolean
  status: number
  /** Null for an answer without a body, or whose body is only a file. */
  answer: Answer
  /** Other media types in which the answer can be had, with what they hold. */
  files?: Record<string, string>
  /** Headers of the answer, with what they say. */
  headers?: Record<string, string>
  /** Whether it has an ETag, and answers 304 to whoever holds that already. */
  conditional?: boolean
  /** Ways in which it fails beside those that follow from all this. */
  problems?: readonly ErrorCode[]
}

/** An operation as a table has it: whatever it reads and answers. */
export type AnyOperation = Omit<Operation, 'example'> & { example?: unknown }

/** Every way in which an operation can fail. */
export function problemsOf(operation: AnyOperation): ErrorCode[] {
  const { query, body, changes, creates, path, problems = [] } = operation
  return [
    ...(query || body || changes ? (['invalid_request'] as const) : []),
    'foreign_origin',
    ...(pathParameterOf(path) ? (['not_found'] as const) : []),
    ...problems,
    ...(body ? (['too_large', 'unsupported_media_type'] as const) : []),
    ...(creates ? (['idempotency_conflict'] as const) : []),
    'internal',
    'unavailable',
  ]
}

interface Wanted<
  Query extends QuerySchema | null,
  Body extends BodySchema | null,
  Answer extends AnswerSchema | null,
> extends Omit<Operation<Query, Body, Answer>, 'query' | 'body' | 'answer' | 'status'> {
  query?: Query
  body?: Body
  answer?: Answer
  status?: number
}

/** An operation, with what most of them have: no query, no body, 200. */
export function defineOperation<
  Query extends QuerySchema | null = null,
  Body extends BodySchema | null = null,
  Answer extends AnswerSchema | null = null,
>(wanted: Wanted<Query, Body, Answer>): Operation<Query, Body, Answer> {
  const { query = null, body = null, answer = null, status = 200 } = wanted
  return {
    ...wanted,
    query: query as Query,
    body: body as Body,
    answer: answer as Answer,
    status,
  }
}
