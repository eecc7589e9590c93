import { deleteRun, getRun, updateRun } from '#app/api/operations/runs.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getRun, ({ id }) => getRuntime().runs.get(id)),
  serve(updateRun, ({ id, by, body }) => getRuntime().runs.update(id, body, { by })),
  serve(deleteRun, async ({ id, by }) => {
    await getRuntime().runs.remove(id, { by })
    return null
  }),
)
