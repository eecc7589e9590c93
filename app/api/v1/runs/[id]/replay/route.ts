import { readMember } from '#app/api/asker.ts'
import { created, handler, type RunContext, readIdempotencyKey, readRunId } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

export const POST = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  const options = { by: readMember(request), idempotencyKey: readIdempotencyKey(request) }
  return created((await getRuntime().runs.replay(id, options)).run, 202)
})
