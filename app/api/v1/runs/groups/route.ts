import { groupRuns } from '#app/api/operations/runs.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(groupRuns, ({ query }) => getRuntime().runs.groups(query)),
)
