import { listDatasets } from '#app/api/operations/datasets.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(listDatasets, async () => getRuntime().datasets.list()),
)
