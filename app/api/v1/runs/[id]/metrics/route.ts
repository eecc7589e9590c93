import { getMetrics } from '#app/api/operations/measurements.ts'
import { routes, serve } from '#app/api/serve.ts'
import type { MetricsFormat } from '#lib/contracts/metric.ts'
import { getRuntime } from '#lib/runtime.ts'

const types: Record<MetricsFormat, string> = {
  csv: 'text/csv',
  arrow: 'application/vnd.apache.arrow.stream',
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(getMetrics, async ({ id, query, request }) => {
    const { format: named, ...selection } = query
    const format = named ?? acceptedFormat(request)
    if (format === null) return getRuntime().runs.metrics(id, selection)
    const file = await getRuntime().runs.exportMetrics(id, format)
    const { rawPoints } = await getRuntime().runs.get(id)
    const name = rawPoints === 'thinned' ? `${id}-every-32nd` : id
    return new Response(file, {
      headers: {
        'content-type': format === 'csv' ? `${types.csv}; charset=utf-8` : types.arrow,
        'content-disposition': `attachment; filename="${name}.${format}"`,
        'cache-control': 'no-store',
        vary: 'accept',
      },
    })
  }),
)

/** A link names the format in its query, a script in what it accepts. */
function acceptedFormat(request: Request): MetricsFormat | null {
  const accepted = (request.headers.get('accept') ?? '').split(',').map((each) => each.split(';')[0]!.trim())
  const asked = accepted.find((type) => Object.values(types).includes(type) || type === 'application/json')
  return asked === types.csv ? 'csv' : asked === types.arrow ? 'arrow' : null
}
