import { handler, json, type RunContext, readIdempotencyKey, readRunId } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

export const POST = handler(async (request: Request, context: RunContext) => {
  const idempotencyKey = readIdempotencyKey(request)
  const { run } = await getRuntime().runs.replay(await readRunId(context), { idempotencyKey })
  return json(run, 202, { location: `/api/v1/runs/${run.id}` })
})
