import { changeRuns } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(changeRuns, ({ by, body }) => getRuntime().runs.bulk(body, { by })),
)
