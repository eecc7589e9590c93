import { handler, json, type RunContext, readRunId } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (_request: Request, context: RunContext) => {
  return json(await getRuntime().runs.events(await readRunId(context)))
})
