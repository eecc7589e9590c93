import { readMember } from '#app/api/asker.ts'
import { handler, json, parse, type RunContext, readJson, readRunId } from '#app/api/handler.ts'
import { learningRateRequestSchema } from '#lib/contracts/control.ts'
import { getRuntime } from '#lib/runtime.ts'

export const POST = handler(async (request: Request, context: RunContext) => {
  const id = await readRunId(context)
  const by = readMember(request)
  const { learningRate, reason } = parse(learningRateRequestSchema, await readJson(request))
  return json(await getRuntime().runs.setLearningRate(id, learningRate, { by, reason }), 202)
})
