import { readAsker, readMember } from '#app/api/asker.ts'
import { handler, json, parse, type RunContext, readJson, readRunId } from '#app/api/handler.ts'
import { runPatchSchema } from '#lib/contracts/run.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (_request: Request, context: RunContext) => {
  return json(await getRuntime().runs.get(await readRunId(context)))
})

export const PATCH = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  const by = readMember(request)
  const patch = parse(runPatchSchema, await readJson(request))
  return json(await getRuntime().runs.update(id, patch, { by }))
})

export const DELETE = handler(async (request: Request, context: RunContext) => {
  await getRuntime().runs.remove(await readRunId(context), await readAsker(request))
  return new Response(null, { status: 204 })
})
