import { z } from 'zod'
import { type Run, runIdSchema } from '#lib/contracts/run.ts'
import { AppError, invalidRequest, isAppError, toProblem } from '#lib/errors.ts'

/** Of a request's body; the largest valid one is far below. */
const maxBodyBytes = 1_000_000

/** What every route's handler is wrapped in: what it throws becomes problem details. */
export function handler<Parameters extends unknown[]>(
  handle: (...parameters: Parameters) => Promise<Response>,
): (...parameters: Parameters) => Promise<Response> {
  return async (...parameters) => {
    try {
      return await handle(...parameters)
    } catch (error) {
      if (!isAppError(error)) console.error(error)
      const problem = toProblem(error)
      // What follows of a body that was too large stays unread: the connection cannot be used again.
      const close = problem.status === 413 ? { connection: 'close' } : {}
      const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...close }
      return new Response(JSON.stringify(problem), { status: problem.status, headers })
    }
  }
}

/** JSON that is never cached. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** A run that was made, or that the same request made before, and where it is. */
export function created(run: Run, status = 201): Response {
  return json(run, status, { location: `/api/v1/runs/${run.id}` })
}

/** @throws AppError invalid_request that names every wrong field */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw invalidRequest(parsed.error)
  return parsed.data
}

/** The query string as a schema has it; a name that comes twice is refused. */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  const query: Record<string, string> = {}
  for (const [name, value] of new URL(request.url).searchParams) {
    if (Object.hasOwn(query, name)) {
      const errors = [{ path: name, message: 'Given twice' }]
      throw new AppError('invalid_request', `${name}: given twice`, { errors })
    }
    query[name] = value
  }
  return parse(schema, query)
}

/**
 * The body as JSON, read no further than the limit.
 * @throws AppError unsupported_media_type, too_large or invalid_request
 */
export async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Send Content-Type: application/json')
  }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw new AppError('too_large', `A body may have ${maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)))
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not JSON', { cause })
  }
}

const idempotencyKeySchema = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .regex(/^[\x21-\x7e]+$/, 'Printable ASCII without spaces')
    .optional(),
})

/** The key under which a request may be sent again without making a second run. */
export function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined
  return parse(idempotencyKeySchema, { 'Idempotency-Key': key })['Idempotency-Key']
}

export interface RunContext {
  params: Promise<{ id: string }>
}

/** The id in the address. What is not one cannot be found. */
export async function readRunId({ params }: RunContext): Promise<string> {
  const { id } = await params
  if (!runIdSchema.safeParse(id).success) throw new AppError('not_found', 'There is no such run')
  return id
}
