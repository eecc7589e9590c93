import { getQueue } from '#app/api/operations/server.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getQueue, () => getRuntime().runs.queue()),
)
