import { readAsker } from '#app/api/asker.ts'
import { handler, json, type RunContext, readRunId } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

export const POST = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  return json(await getRuntime().runs.stop(id, await readAsker(request)), 202)
})
