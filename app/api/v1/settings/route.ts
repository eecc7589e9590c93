import { getSettings, updateSettings } from '#app/api/operations/server.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getSettings, async () => getRuntime().settings.current()),
  serve(updateSettings, ({ body }) => getRuntime().settings.update(body)),
)
