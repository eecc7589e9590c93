import { replayRun } from '#app/api/operations/control.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(replayRun, async ({ id, by, idempotencyKey }) => {
    const { run } = await getRuntime().runs.replay(id, { by, idempotencyKey })
    return run
  }),
)
