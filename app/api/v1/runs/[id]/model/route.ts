import { networkAnswer } from '#app/api/network-answer.ts'
import { getModel } from '#app/api/operations/networks.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getModel, ({ id, query: { step }, request }) => {
    const nameFile = (found: number) => `${id}-step-${found}.safetensors`
    return networkAnswer({ request, id, step, nameFile }, getRuntime().networks.model)
  }),
)
