import { readMember } from '#app/api/asker.ts'
import { handler, json, parse, readJson } from '#app/api/handler.ts'
import { bulkRequestSchema } from '#lib/contracts/control.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Answers 200 whatever became of the single runs: each has its own answer. */
export const POST = handler(async (request: Request) => {
  const by = readMember(request)
  const body = parse(bulkRequestSchema, await readJson(request))
  return json(await getRuntime().runs.bulk(body, { by }))
})
