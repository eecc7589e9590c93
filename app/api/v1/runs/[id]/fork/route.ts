import { readMember } from '#app/api/asker.ts'
import {
  created,
  handler,
  parse,
  type RunContext,
  readIdempotencyKey,
  readJson,
  readRunId,
} from '#app/api/handler.ts'
import { forkRequestSchema } from '#lib/contracts/control.ts'
import { getRuntime } from '#lib/runtime.ts'

export const POST = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  const options = { by: readMember(request), idempotencyKey: readIdempotencyKey(request) }
  const body = parse(forkRequestSchema, await readJson(request))
  return created((await getRuntime().runs.fork(id, body, options)).run)
})
