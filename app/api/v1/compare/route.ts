import { handler, json, parseQuery } from '#app/api/handler.ts'
import { compareQuerySchema } from '#lib/contracts/metric.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async (request: Request) => {
  return json(await getRuntime().runs.compare(parseQuery(compareQuerySchema, request)))
})
