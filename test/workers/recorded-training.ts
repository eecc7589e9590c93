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
import type { Checkpoint } from '#lib/runs/ports.ts'
import { summarize } from '#lib/runs/summary.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import { decodeCheckpoint, hashParameters } from '#workers/checkpoint.ts'
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
  /** sha-256 in hex of all tensors at the end. */
  weights: string
  trainer: Trainer
}

interface Circumstances {
  numericClass?: NumericClass
  /** State of the checkpoint to go on from. */
  from?: Uint8Array
  /** Instead of the dataset that the request names. */
  data?: Pick<Dataset, 'train' | 'val'>
  /** Milliseconds that pass from one look at the clock to the next. */
  msPerLook?: number
  isStopped?: () => boolean
}

/** Keeps what is posted, in this thread. */
class Notes extends Outbox {
  readonly points: Point[] = []
  readonly snapshots: Snapshot[] = []
  readonly checkpoints: Checkpoint[] = []
  verdicts: Verdict[] = []

  constructor() {
    super(new MessageChannel().port1, new Int32Array(control.cells), 0)
  }

  override get isDue() {
    return false
  }
  override addSnapshot(snapshot: Snapshot) {
    this.snapshots.push(snapshot)
  }
  override addCheckpoint(checkpoint: Checkpoint) {
    this.checkpoints.push(checkpoint)
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
  const { numericClass = 'simd128', from, msPerLook = 0, isStopped = () => false } = circumstances
  const config = toConfig(request)
  const { train, val } = circumstances.data ?? (await loadDataset(config.dataset))
  const spec = toNetworkSpec(config)
  const kernels = createKernels(variantFor(numericClass), bytesNeeded(spec, config))
  const trainer = createTrainer(kernels, spec, config)
  const notes = new Notes()
  let time = 0
  const ending = new Training({
    config,
    spec,
    trainer,
    train,
    val,
    outbox: notes,
    from: from ? decodeCheckpoint(from) : null,
    isStopped,
    now: () => (time += msPerLook),
  }).run()
  return {
    ending,
    points: notes.points.toSorted((a, b) => a.seq - b.seq),
    snapshots: notes.snapshots,
    checkpoints: notes.checkpoints,
    verdicts: notes.verdicts,
    weights: hashParameters(trainer),
    trainer,
  }
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
