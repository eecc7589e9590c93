import { listSamples } from '#app/api/operations/datasets.ts'
import { routes, serve } from '#app/api/serve.ts'
import { datasetNameSchema } from '#lib/contracts/dataset.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(listSamples, ({ id, query }) => getRuntime().datasets.samples(datasetNameSchema.parse(id), query)),
)
