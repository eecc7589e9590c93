import { retryRun } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(retryRun, ({ id, by, body }) => getRuntime().runs.retry(id, { by, reason: body.reason })),
)
