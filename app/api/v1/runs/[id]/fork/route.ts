import { forkRun } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(forkRun, async ({ id, by, body, idempotencyKey }) => {
    const { run } = await getRuntime().runs.fork(id, body, { by, idempotencyKey })
    return run
  }),
)
