import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import type { ForkRequest } from '#lib/contracts/control.ts'
import { countForkSteps, type Run, type RunConfig, type RunRequest } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { FormErrors } from './form-errors.ts'
import { draftOf, type RunDraft } from './run-draft.ts'
import { requestOf } from './run-request.ts'

/** A run to fork, and the moments of it from which a fork can go on: in order of steps. */
export interface ForkSource {
  run: Run
  kept: readonly CheckpointEntry[]
}

/** Where a fork begins: at a checkpoint that is kept, or at the end of a run that has not come to it yet. */
export type ForkStart = CheckpointEntry | 'done'

/** The places where a fork can begin, the newest first. */
export function startsOf({ run, kept }: ForkSource): ForkStart[] {
  return [...(endedStates.includes(run.state) ? [] : ['done' as const]), ...kept.toReversed()]
}

/**
 * Where the form begins: at the end if that is asked for, else at the newest checkpoint up to a step, or the first
 * where all are after it; null where there is none at all.
 */
export function startAt(source: ForkSource, wanted: number | 'done' | null): ForkStart | null {
  const { kept } = source
  const starts = startsOf(source)
  if (wanted === 'done' && starts.includes('done')) return 'done'
  if (typeof wanted === 'number') {
    const found = kept.findLast(({ step }) => step <= wanted) ?? kept[0]
    if (found) return found
  }
  return kept.at(-1) ?? starts[0] ?? null
}

/** Epochs that are complete where a fork begins. */
export function epochsDone({ run }: ForkSource, start: ForkStart): number {
  if (start === 'done') return run.config.epochs
  return start.epochEnd ? start.epoch : start.epoch - 1
}

/** The step at which a fork begins; planned, for the end of a run that goes on. */
export function startStep({ run }: ForkSource, start: ForkStart): number {
  return start === 'done' ? run.progress.steps : start.step
}

/** Steps that a fork trains under a configuration that the contract takes. */
export function stepsToTrain(source: ForkSource, start: ForkStart, config: RunConfig): number {
  const { progress, config: before } = source.run
  const epoch = start === 'done' ? before.epochs : start.epoch
  return countForkSteps({ steps: progress.steps, config: before }, epoch, config) - startStep(source, start)
}

/** Epochs that the form proposes: those of the run, or as many again where they are done. */
export function proposedEpochs(source: ForkSource, start: ForkStart): number {
  const { epochs } = source.run.config
  return epochsDone(source, start) < epochs ? epochs : 2 * epochs
}

/** The configuration that a fork inherits: the run's, with the learning rate that held where it begins. */
function inheritedRun({ run }: ForkSource, start: ForkStart): Run {
  const end = start === 'done' ? Number.POSITIVE_INFINITY : start.step
  const set = run.learningRateChanges.findLast(({ step }) => step !== null && step <= end)
  if (!set) return run
  const optimizer = { ...run.config.optimizer, learningRate: set.learningRate }
  return { ...run, config: { ...run.config, optimizer } }
}

/** The form of a fork as it begins: everything as in the run, but for a name of its own. */
export function forkDraft(source: ForkSource, start: ForkStart): RunDraft {
  const draft = draftOf(inheritedRun(source, start))
  return { ...draft, name: '', epochs: String(proposedEpochs(source, start)) }
}

const forkedFields = [
  'optimizer',
  'schedule',
  'regularization',
  'batchSize',
  'epochs',
  'earlyStopping',
  'seed',
  'diagnostics',
  'tags',
] as const

/** What of a request is not as in the run that is forked; null takes a setting out. */
function changesOf(request: RunRequest, before: RunRequest): Record<string, unknown> {
  const changed = forkedFields.filter((field) => !alike(request[field], before[field]))
  const changes: Record<string, unknown> = Object.fromEntries(changed.map((field) => [field, request[field]]))
  // What is merged field by field would keep a clip norm that was taken away.
  if (changes.optimizer && hasClipNorm(before) && !hasClipNorm(request)) {
    changes.optimizer = Object.assign({}, request.optimizer, { clipNorm: null })
  }
  const hidden = request.network?.hidden
  if (!alike(hidden, before.network?.hidden)) changes.network = { hidden }
  return changes
}

const hasClipNorm = ({ optimizer }: RunRequest) => Object.hasOwn(optimizer ?? {}, 'clipNorm')

/** Whether two values that the form made are the same. */
const alike = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** What is sent for a fork. */
export function forkRequestOf(source: ForkSource, start: ForkStart, request: RunRequest): ForkRequest {
  const before = requestOf(draftOf(inheritedRun(source, start)))
  return {
    ...(request.name ? { name: request.name } : {}),
    ...(start === 'done' ? { whenDone: true } : { fromStep: start.step }),
    config: changesOf(request, before),
  }
}

/** What of a form cannot be a fork of that run, beyond what the contract refuses of any run. */
export function checkFork(source: ForkSource, start: ForkStart, request: RunRequest): FormErrors {
  const errors: Record<string, string> = {}
  const done = epochsDone(source, start)
  if (!(Number(request.epochs) > done)) {
    errors.epochs = `More than ${done}: so many are done where it begins`
  }
  if (start !== 'done' && !start.epochEnd) {
    const inside = 'Can change only from the end of an epoch'
    if (request.batchSize !== source.run.config.batchSize) errors.batchSize = inside
    if (request.seed !== source.run.config.seed) errors.seed = inside
  }
  return errors
}
