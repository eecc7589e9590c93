import { networkAnswer } from '#app/api/network-answer.ts'
import { getEvaluation } from '#app/api/operations/networks.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getEvaluation, async ({ id, query: { step }, request }) => {
    const { networks } = getRuntime()
    const network = await networks.find(id, step)
    return networkAnswer({ request, network, step }, () => networks.evaluation(network))
  }),
)
