import { handler, json, parse, parseQuery, readIdempotencyKey, readJson } from '#app/api/handler.ts'
import { runListQuerySchema, runRequestSchema } from '#lib/contracts/run.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (request: Request) => {
  const query = parseQuery(runListQuerySchema, request)
  return json(await getRuntime().runs.list(query))
})

export const POST = handler(async (request: Request) => {
  const idempotencyKey = readIdempotencyKey(request)
  const body = parse(runRequestSchema, await readJson(request))
  const { run } = await getRuntime().runs.create(body, { idempotencyKey })
  return json(run, 201, { location: `/api/v1/runs/${run.id}` })
})
