import { networkAnswer } from '#app/api/network-answer.ts'
import { getEvaluation } from '#app/api/operations/networks.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getEvaluation, ({ id, query: { step }, request }) =>
    networkAnswer({ request, id, step, nameFile: null }, getRuntime().networks.evaluation),
  ),
)
