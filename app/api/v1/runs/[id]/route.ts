import { handler, json, parse, type RunContext, readJson, readRunId } from '#app/api/handler.ts'
import { runPatchSchema } from '#lib/contracts/run.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (_request: Request, context: RunContext) => {
  return json(await getRuntime().runs.get(await readRunId(context)))
})

export const PATCH = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  const patch = parse(runPatchSchema, await readJson(request))
  return json(await getRuntime().runs.update(id, patch))
})

export const DELETE = handler(async (_request: Request, context: RunContext) => {
  await getRuntime().runs.remove(await readRunId(context))
  return new Response(null, { status: 204 })
})
