import { type SampleList, samplesSchema } from '#lib/contracts/dataset.ts'
import { type Evaluation, evaluationSchema } from '#lib/contracts/evaluation.ts'
import { requestJson } from './problem-error.ts'

/** Held-out samples of a dataset; `query` as `GET /datasets/{name}/samples` takes it. */
export async function fetchSamples(
  dataset: string,
  query: Record<string, string>,
  signal: AbortSignal,
): Promise<SampleList> {
  const path = `/api/v1/datasets/${dataset}/samples?${new URLSearchParams({ split: 'val', ...query })}`
  return samplesSchema.parse(await requestJson(path, { signal }))
}

/** How a run does on the held-out samples at its checkpoint of that step. */
export async function fetchEvaluation(id: string, step: number, signal: AbortSignal): Promise<Evaluation> {
  return evaluationSchema.parse(await requestJson(`/api/v1/runs/${id}/evaluation?step=${step}`, { signal }))
}
