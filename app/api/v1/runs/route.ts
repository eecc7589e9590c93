import { createRun, listRuns } from '#app/api/operations/runs.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(listRuns, ({ query }) => getRuntime().runs.list(query)),
  serve(createRun, async ({ by, body, idempotencyKey }) => {
    const { run } = await getRuntime().runs.create(body, { by, idempotencyKey })
    return run
  }),
)
