import { openApiDocument } from '#app/api/openapi.ts'
import { getOpenApi } from '#app/api/operations/server.ts'
import { routes, serve } from '#app/api/serve.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getOpenApi, async () => ({ ...openApiDocument() })),
)
