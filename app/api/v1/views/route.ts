import { saveView } from '#app/api/operations/views.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(saveView, ({ body }) => getRuntime().views.save(body)),
)
