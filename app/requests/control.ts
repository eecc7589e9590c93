import {
  type ActionRequest,
  type BulkAnswer,
  type BulkRequest,
  bulkAnswerSchema,
  type ForkRequest,
  type LearningRateRequest,
} from '#lib/contracts/control.ts'
import { type Run, runSchema } from '#lib/contracts/run.ts'
import { type RunEventList, runEventListSchema } from '#lib/contracts/run-event.ts'
import { requestJson, sending } from './problem-error.ts'

const base = '/api/v1/runs'

async function act(id: string, action: string, body: ActionRequest): Promise<Run> {
  return runSchema.parse(await requestJson(`${base}/${id}/${action}`, sending('POST', body)))
}

/** Asks a running run for a checkpoint and its thread; a waiting one stays out of the queue until it is resumed. */
export function pauseRun(id: string, body: ActionRequest = {}): Promise<Run> {
  return act(id, 'pause', body)
}

/** Puts a paused run back into the queue. */
export function resumeRun(id: string, body: ActionRequest = {}): Promise<Run> {
  return act(id, 'resume', body)
}

/** Asks a run to end at its next step; a waiting one ends at once. */
export function stopRun(id: string, body: ActionRequest = {}): Promise<Run> {
  return act(id, 'stop', body)
}

/** Puts a run that failed or was stopped back into the queue, to go on from its newest checkpoint. */
export function retryRun(id: string, body: ActionRequest = {}): Promise<Run> {
  return act(id, 'retry', body)
}

/** Takes an ended run out of sight; `restoreRun` brings it back within an hour. */
export async function deleteRun(id: string): Promise<void> {
  await requestJson(`${base}/${id}`, { method: 'DELETE' })
}

/** Brings a deleted run back. */
export function restoreRun(id: string): Promise<Run> {
  return act(id, 'restore', {})
}

/** The same with each of several runs; the answer says of each whether it could be done, and why not. */
export async function bulk(request: BulkRequest): Promise<BulkAnswer> {
  return bulkAnswerSchema.parse(await requestJson(`${base}/bulk`, sending('POST', request)))
}

/** Queues a run that goes on from a checkpoint of this one; answers the new one, for one key always the same. */
export async function forkRun(id: string, request: ForkRequest, idempotencyKey: string): Promise<Run> {
  const headers = { 'Idempotency-Key': idempotencyKey }
  return runSchema.parse(await requestJson(`${base}/${id}/fork`, sending('POST', request, headers)))
}

/** Sets the learning rate of a run that has not ended; it applies at one of its next steps. */
export async function setLearningRate(id: string, request: LearningRateRequest): Promise<Run> {
  return runSchema.parse(await requestJson(`${base}/${id}/learning-rate`, sending('POST', request)))
}

/** What happened to a run, in order. */
export async function fetchEvents(id: string, signal?: AbortSignal): Promise<RunEventList> {
  return runEventListSchema.parse(await requestJson(`${base}/${id}/events`, signal ? { signal } : undefined))
}
