import { pauseRun } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(pauseRun, ({ id, by, body }) => getRuntime().runs.pause(id, { by, reason: body.reason })),
)
