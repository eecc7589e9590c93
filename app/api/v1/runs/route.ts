import { z } from 'zod'
import { handler, json, parse, parseQuery, readJson } from '#app/api/handler.ts'
import { runListQuerySchema, runRequestSchema } from '#lib/contracts/run.ts'
import { getRuntime } from '#lib/runtime.ts'

const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[\x21-\x7e]+$/, 'Printable ASCII without spaces')
  .optional()

export const GET = handler(async (request: Request) => {
  const query = parseQuery(runListQuerySchema, request)
  return json(await getRuntime().runs.list(query))
})

export const POST = handler(async (request: Request) => {
  const key = request.headers.get('idempotency-key') ?? undefined
  const { 'Idempotency-Key': idempotencyKey } = parse(z.object({ 'Idempotency-Key': idempotencyKeySchema }), {
    'Idempotency-Key': key,
  })
  const body = parse(runRequestSchema, await readJson(request))
  const { run } = await getRuntime().runs.create(body, { idempotencyKey })
  return json(run, 201, { location: `/api/v1/runs/${run.id}` })
})
