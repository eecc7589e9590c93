import { readMember } from '#app/api/asker.ts'
import { created, handler, json, parse, parseQuery, readIdempotencyKey, readJson } from '#app/api/handler.ts'
import { runRequestSchema } from '#lib/contracts/run.ts'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (request: Request) => {
  const query = parseQuery(runListQuerySchema, request)
  return json(await getRuntime().runs.list(query))
})

export const POST = handler(async (request: Request) => {
  const options = { by: readMember(request), idempotencyKey: readIdempotencyKey(request) }
  const body = parse(runRequestSchema, await readJson(request))
  return created((await getRuntime().runs.create(body, options)).run)
})
