import { setLearningRate } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(setLearningRate, ({ id, by, body }) => {
    const { learningRate, reason } = body
    return getRuntime().runs.setLearningRate(id, learningRate, { by, reason })
  }),
)
