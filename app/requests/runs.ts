import {
  type DiagnosticsAnswer,
  diagnosticsAnswerSchema,
  type HistogramName,
  type HistogramSeries,
  histogramSeriesSchema,
} from '#lib/contracts/diagnostics.ts'
import { type Run, type RunPatch, type RunRequest, runSchema } from '#lib/contracts/run.ts'
import type { RunList } from '#lib/contracts/run-list.ts'
import { requestJson, sending } from './problem-error.ts'

const base = '/api/v1/runs'

/** A run as it is now. */
export async function fetchRun(id: string, signal: AbortSignal): Promise<Run> {
  return runSchema.parse(await requestJson(`${base}/${id}`, { signal }))
}

/** Queues a run; the same key with the same request answers the run that it made before. */
export async function startRun(request: RunRequest, idempotencyKey: string): Promise<Run> {
  return runSchema.parse(
    await requestJson(base, sending('POST', request, { 'Idempotency-Key': idempotencyKey })),
  )
}

/** Queues the same run again, to be compared with it bit for bit; answers the new one, for one key always the same. */
export async function replayRun(id: string, idempotencyKey: string): Promise<Run> {
  const headers = { 'Idempotency-Key': idempotencyKey }
  return runSchema.parse(await requestJson(`${base}/${id}/replay`, { method: 'POST', headers }))
}

/** Changes name, tags or notes. */
export async function patchRun(id: string, patch: RunPatch): Promise<Run> {
  return runSchema.parse(await requestJson(`${base}/${id}`, sending('PATCH', patch)))
}

/** One page of runs, newest first. */
export async function listRuns(query: Record<string, string>): Promise<RunList> {
  return (await requestJson(`${base}?${new URLSearchParams(query)}`)) as RunList
}

/** The newest close look at a run's layers at or before a step. */
export async function fetchDiagnostics(
  id: string,
  step: number,
  signal: AbortSignal,
): Promise<DiagnosticsAnswer> {
  return diagnosticsAnswerSchema.parse(
    await requestJson(`${base}/${id}/diagnostics?step=${step}`, { signal }),
  )
}

/** One kind of histogram of one layer at the steps of a run's close looks, thinned to `max` of them. */
export async function fetchHistogramSeries(
  id: string,
  layer: string,
  histogram: HistogramName,
  max: number,
  signal: AbortSignal,
): Promise<HistogramSeries> {
  const query = new URLSearchParams({ layer, histogram, max: String(max) })
  return histogramSeriesSchema.parse(
    await requestJson(`${base}/${id}/diagnostics/series?${query}`, { signal }),
  )
}
