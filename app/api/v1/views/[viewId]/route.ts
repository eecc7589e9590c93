import { getView } from '#app/api/operations/views.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getView, ({ id }) => getRuntime().views.get(id)),
)
