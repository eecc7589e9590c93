import { handler, json, parseQuery, type RunContext, readRunId } from '#app/api/handler.ts'
import { diagnosticsQuerySchema } from '#lib/contracts/diagnostics.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  return json(await getRuntime().runs.diagnostics(id, parseQuery(diagnosticsQuerySchema, request)))
})
