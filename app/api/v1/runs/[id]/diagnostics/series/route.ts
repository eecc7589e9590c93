import { getHistogramSeries } from '#app/api/operations/measurements.ts'
import { routes, serve } from '#app/api/serve.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getHistogramSeries, ({ id, query }) => getRuntime().runs.histogramSeries(id, query)),
)
