import type { HistogramSeries, HistogramSeriesQuery } from '#lib/contracts/diagnostics.ts'
import type { RunConfig } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import type { RunStore } from './ports.ts'
import { thinSteps } from './thin-steps.ts'

/**
 * One kind of histogram of one layer at a run's snapshots, thinned to `max` of them.
 * @throws AppError invalid_request where the run has no such layer
 */
export async function readHistogramSeries(
  store: Pick<RunStore, 'snapshotSteps' | 'histograms'>,
  id: string,
  { network }: Pick<RunConfig, 'network'>,
  { layer, histogram, max }: HistogramSeriesQuery,
): Promise<HistogramSeries> {
  const depth = network.hidden.length
  if (layer !== 'output' && Number(layer.slice('hidden_'.length)) > depth) {
    const message = `Run ${id} has ${depth} hidden ${depth === 1 ? 'layer' : 'layers'}, and no ${layer}`
    throw new AppError('invalid_request', message, { errors: [{ path: 'layer', message }] })
  }
  const steps = await store.snapshotSteps(id)
  const items = await store.histograms(id, layer, histogram, thinSteps(steps, max))
  return { layer, histogram, items, total: steps.length }
}
