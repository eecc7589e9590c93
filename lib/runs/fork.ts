import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import { countForkSteps, type Run, type RunConfig } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import { mergeConfig } from './merge-config.ts'
import { toNetworkSpec } from './network-spec.ts'
import type { ForkOrigin } from './ports.ts'

/** What a fork is made of. */
export interface ForkPlan {
  config: RunConfig
  steps: number
  origin: ForkOrigin
  /** The run that has to complete first; null where the checkpoint is there already. */
  after: string | null
}

interface Wanted {
  fromStep?: number | undefined
  whenDone: boolean
  config: Record<string, unknown>
}

/**
 * Plans a run that goes on from a checkpoint of `parent`. What the request does not change is the parent's, the
 * learning rate as it was set on the way included.
 * @throws AppError conflict where there is no such checkpoint, or it cannot be carried over
 */
export function planFork(parent: Run, checkpoints: readonly CheckpointEntry[], wanted: Wanted): ForkPlan {
  if (wanted.whenDone && wanted.fromStep !== undefined) {
    throw conflict('A fork begins either at `fromStep` or, with `whenDone`, at the end')
  }
  const waits = wanted.whenDone && parent.state !== 'completed'
  const checkpoint = waits ? null : choose(parent, checkpoints, wanted.fromStep)
  const inherited = withLearningRate(parent, checkpoint?.step ?? Number.POSITIVE_INFINITY)
  const config = mergeConfig(inherited, wanted.config)
  assertCarries(parent.config, config)
  if (checkpoint && !checkpoint.epochEnd) assertSameBatches(parent, config, checkpoints)
  const epoch = checkpoint?.epoch ?? parent.config.epochs
  const done = checkpoint?.epochEnd === false ? epoch - 1 : epoch
  if (config.epochs <= done) {
    throw conflict(
      `Nothing is left to train: the checkpoint stands at the end of epoch ${done}; give config.epochs a greater number`,
    )
  }
  return {
    config,
    steps: countForkSteps({ steps: parent.progress.steps, config: parent.config }, epoch, config),
    origin: {
      of: parent.id,
      source: parent.id,
      step: checkpoint?.step ?? null,
      // The state at a fork's own beginning is the one it was given: laid out as the run before it trained.
      config: parent.fork && parent.fork.step === checkpoint?.step ? parent.fork.config : inherited,
    },
    after: waits ? parent.id : null,
  }
}

function choose(
  parent: Run,
  checkpoints: readonly CheckpointEntry[],
  fromStep: number | undefined,
): CheckpointEntry {
  const kept = checkpoints.filter(({ restorable }) => restorable)
  const chosen = fromStep === undefined ? kept.at(-1) : kept.find(({ step }) => step === fromStep)
  if (chosen) return chosen
  if (kept.length === 0) throw conflict(`Run ${parent.id} has no checkpoint yet`)
  const nearest = kept
    .toSorted((a, b) => Math.abs(a.step - fromStep!) - Math.abs(b.step - fromStep!))
    .slice(0, 3)
    .map(({ step }) => step)
  const near = nearest.sort((a, b) => a - b).join(', ')
  throw conflict(`Run ${parent.id} keeps no checkpoint at step ${fromStep}; the nearest are at ${near}`)
}

/** The parent's config with the learning rate that held at a step. */
function withLearningRate({ config, learningRateChanges }: Run, step: number): RunConfig {
  const set = learningRateChanges.filter((change) => change.step !== null && change.step <= step).at(-1)
  if (!set) return config
  return { ...config, optimizer: { ...config.optimizer, learningRate: set.learningRate } }
}

/** Weights can only go on in a network of the same widths. */
function assertCarries(from: RunConfig, to: RunConfig): void {
  const [before, after] = [toNetworkSpec(from), toNetworkSpec(to)]
  if (before.hidden.length !== after.hidden.length) {
    throw conflict(
      `The checkpoint has ${count(before.hidden.length, 'hidden layer')}, the fork ${after.hidden.length}: weights cannot be carried over to another number of layers`,
    )
  }
  const widths = [
    ['input', before.inputs, after.inputs] as const,
    ...before.hidden.map(({ units }, i) => [`hidden_${i + 1}`, units, after.hidden[i]!.units] as const),
    ['output', before.output.units, after.output.units] as const,
  ]
  for (const [layer, had, has] of widths) {
    if (had === has) continue
    throw conflict(
      `${layer} is ${had} wide in the checkpoint and ${has} in the fork: weights cannot be carried over to another width`,
    )
  }
}

/** In the middle of an epoch the order of the samples is fixed by these. */
function assertSameBatches(
  { config: before }: Run,
  config: RunConfig,
  checkpoints: readonly CheckpointEntry[],
): void {
  const changed = (['batchSize', 'seed', 'dataset'] as const).find((field) => before[field] !== config[field])
  if (!changed) return
  const ends = checkpoints
    .filter(({ restorable, epochEnd }) => restorable && epochEnd)
    .map(({ step }) => step)
  const instead = ends.length > 0 ? `; there are some at steps ${ends.slice(-5).join(', ')}` : ''
  throw conflict(
    `${changed} can change only at the end of an epoch, and this checkpoint is inside one${instead}`,
  )
}

function conflict(detail: string): AppError {
  return new AppError('conflict', detail)
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`
