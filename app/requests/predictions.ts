import { type Prediction, predictionSchema } from '#lib/contracts/prediction.ts'
import { requestJson } from './problem-error.ts'

/** What a run makes of one held-out sample at its newest kept checkpoint at or before a step. */
export async function fetchPrediction(
  id: string,
  index: number,
  step: number,
  signal: AbortSignal,
): Promise<Prediction> {
  const query = new URLSearchParams({ split: 'val', index: String(index), step: String(step) })
  return predictionSchema.parse(await requestJson(`/api/v1/runs/${id}/predict?${query}`, { signal }))
}
