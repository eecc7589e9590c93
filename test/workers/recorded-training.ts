import { MessageChannel } from 'node:worker_threads'
import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import { type RunConfig, type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { type Dataset, loadDataset } from '#lib/datasets/dataset.ts'
import { createKernels } from '#lib/kernels/load.ts'
import { variantFor } from '#lib/kernels/select.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Checkpoint, Delivery, TrainingTask } from '#lib/runs/ports.ts'
import { summarize } from '#lib/runs/summary.ts'
import type { ClockMark } from '#lib/series/clock.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import { BaseRate } from '#workers/base-rate.ts'
import { decodeCheckpoint, hashParameters, type TrainingState } from '#workers/checkpoint.ts'
import { forkState } from '#workers/fork.ts'
import { type RateChange, RateReader, writeRate } from '#workers/live-rate.ts'
import { control } from '#workers/messages.ts'
import { Outbox, type Standing } from '#workers/outbox.ts'
import { type Ending, Training } from '#workers/training.ts'

/** One recorded moment. */
export interface Point {
  seq: number
  step: number
  values: Record<string, number>
}

/** Everything that a training said until its end. */
export interface Recorded {
  ending: Ending
  /** In order of `seq`. */
  points: Point[]
  snapshots: Snapshot[]
  checkpoints: Checkpoint[]
  verdicts: Verdict[]
  /** Changes of the learning rate that applied, and when. */
  learningRates: Delivery['learningRates']
  /** What the clock was told, in order. */
  marks: Mark[]
  /** sha-256 in hex of all tensors at the end. */
  weights: string
  trainer: Trainer
}

/** That a step was done after so many seconds. */
type Mark = Pick<ClockMark, 'step' | 'seconds'>

/** A learning rate that is set while the training goes on, once so many steps are done. */
export interface LiveChange extends RateChange {
  at: number
}

interface Circumstances extends Partial<Pick<TrainingTask, 'learningRates' | 'recordedStep'>> {
  numericClass?: NumericClass
  /** State of the checkpoint to go on from. */
  from?: Uint8Array
  /** What the run was asked for that took that checkpoint, where it was another. */
  forkedFrom?: RunRequest
  live?: readonly LiveChange[]
  /** Instead of the dataset that the request names. */
  data?: Pick<Dataset, 'train' | 'val'>
  /** Milliseconds that pass from one look at the clock to the next. */
  msPerLook?: number
  /** Whether it says after every step what is new. */
  posts?: boolean
  /** Steps after which it is told to stop. */
  stopAt?: number
}

/** Keeps what is posted, in this thread. */
class Notes extends Outbox {
  readonly points: Point[] = []
  readonly snapshots: Snapshot[] = []
  readonly checkpoints: Checkpoint[] = []
  readonly learningRates: Delivery['learningRates'] = []
  readonly marks: Mark[] = []
  readonly #posts: boolean
  verdicts: Verdict[] = []

  constructor(posts: boolean) {
    super(new MessageChannel().port1, new Int32Array(control.cells), 0)
    this.#posts = posts
  }

  override get isDue() {
    return this.#posts
  }
  override addMark(step: number, seconds: number) {
    this.marks.push({ step, seconds })
  }
  override addSnapshot(snapshot: Snapshot) {
    this.snapshots.push(snapshot)
  }
  override addCheckpoint(checkpoint: Checkpoint) {
    this.checkpoints.push(checkpoint)
  }
  override addLearningRate(applied: Delivery['learningRates'][number]) {
    this.learningRates.push(applied)
  }
  override post(blocks: FrameBlock[], { verdicts }: Standing) {
    this.points.push(...blocks.flatMap(toPoints))
    this.verdicts = verdicts
  }
}

export function toConfig(request: RunRequest): RunConfig {
  const { name: _, ...config } = runRequestSchema.parse(request)
  return config
}

/** One training in this thread, from its beginning or from a checkpoint. */
export async function record(request: RunRequest, circumstances: Circumstances = {}): Promise<Recorded> {
  const { numericClass = 'simd128', msPerLook = 0, stopAt = Number.POSITIVE_INFINITY } = circumstances
  const { learningRates = [], recordedStep = 0, live = [], posts = false } = circumstances
  const config = toConfig(request)
  const { train, val } = circumstances.data ?? (await loadDataset(config.dataset))
  const spec = toNetworkSpec(config)
  const kernels = createKernels(variantFor(numericClass), bytesNeeded(spec, config))
  const trainer = createTrainer(kernels, spec, config)
  const notes = new Notes(posts)
  const from = readState(circumstances, config, trainer)
  const cells = new Int32Array(new SharedArrayBuffer(4 * control.cells))
  const mailbox = new RateReader(cells)
  let time = 0
  let done = from?.step ?? 0
  // Looked at once before every step.
  const isStopped = () => {
    for (const { at, ...change } of live) if (at === done) writeRate(cells, change)
    return done++ >= stopAt
  }
  const ending = new Training({
    config,
    spec,
    trainer,
    train,
    val,
    outbox: notes,
    rate: new BaseRate({
      initial: config.optimizer.learningRate,
      learningRates,
      recordedStep,
      take: () => mailbox.take(),
      report: (applied) => notes.addLearningRate(applied),
    }),
    steps: stepsOf(config, train.count, from),
    from,
    isStopped,
    now: () => (time += msPerLook),
  }).run()
  return {
    ending,
    points: notes.points.toSorted((a, b) => a.seq - b.seq),
    snapshots: notes.snapshots,
    checkpoints: notes.checkpoints,
    verdicts: notes.verdicts,
    learningRates: notes.learningRates,
    marks: notes.marks,
    weights: hashParameters(trainer),
    trainer,
  }
}

function readState(
  { from, forkedFrom }: Circumstances,
  config: RunConfig,
  trainer: Trainer,
): TrainingState | null {
  const state = from ? decodeCheckpoint(from) : null
  return state && forkedFrom
    ? forkState({ parent: { state, config: toConfig(forkedFrom) }, config, trainer })
    : state
}

/** Steps after which a training of so many samples is complete, those before `from` included. */
function stepsOf({ batchSize, epochs }: RunConfig, samples: number, from: TrainingState | null): number {
  const { step, epoch, position } = from ?? { step: 0, epoch: 1, position: 0 }
  const [rest, whole] = [Math.ceil((samples - position) / batchSize), Math.ceil(samples / batchSize)]
  return epoch > epochs ? step : step + rest + (epochs - epoch) * whole
}

/** The frames of a block one by one. */
export function toPoints(block: FrameBlock): Point[] {
  return Array.from({ length: block.count }, (_, i) => ({
    seq: seqOf(block, i),
    step: stepOf(block, i),
    values: Object.fromEntries(block.keys.map((key, k) => [key, valuesOf(block, k)[i]!])),
  }))
}

/** What a run's summary says after these points. */
export function summaryOf(points: readonly Point[]) {
  return summarize({}, points.map(toBlock))
}

function toBlock({ seq, step, values }: Point): FrameBlock {
  return {
    keys: Object.keys(values),
    count: 1,
    columns: Float64Array.of(seq, step, ...Object.values(values)),
  }
}

/** The first samples of a split. */
export function firstOf({ inputs, features, labels }: Samples, count: number): Samples {
  return {
    count,
    inputs,
    features: features.subarray(0, count * inputs),
    labels: labels.subarray(0, count),
  }
}
