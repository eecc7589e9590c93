import { z } from 'zod'
import { AppError, invalidRequest } from '#lib/errors.ts'

/** Of a request's body; the largest valid one is far below. */
const maxBodyBytes = 1_000_000

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
 * The body as JSON, read no further than the limit; with `optional`, none at all is an empty object.
 * @throws AppError unsupported_media_type, too_large or invalid_request
 */
export async function readJson(request: Request, optional = false): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  const isJson = type === 'application/json'
  if (!isJson && !optional) throw notJson()
  const bytes = await readBytes(request)
  if (optional && bytes.length === 0) return {}
  if (!isJson) throw notJson()
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not JSON', { cause })
  }
}

const notJson = () => new AppError('unsupported_media_type', 'Send Content-Type: application/json')

async function readBytes({ body }: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > maxBodyBytes) throw new AppError('too_large', `A body may have ${maxBodyBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** As its header carries it. */
export const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'Printable ASCII without spaces')

const keyHeader = z.object({ 'Idempotency-Key': idempotencyKeySchema.optional() })

/** The key under which a request may be sent again without making a second run. */
export function readIdempotencyKey(request: Request): string | undefined {
  const key = request.headers.get('idempotency-key') ?? undefined
  return parse(keyHeader, { 'Idempotency-Key': key })['Idempotency-Key']
}
