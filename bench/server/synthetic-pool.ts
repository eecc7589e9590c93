import type { Delivery, TrainingPool } from '#lib/runs/ports.ts'
import type { FrameBlock } from '#lib/series/frames.ts'

/** Frames of one delivery: what a training of the usual cadence says in 50 ms, and more. */
const framesPerDelivery = 200
const layers = ['hidden_1', 'hidden_2', 'output']
const measures = ['grad_norm', 'error_rms', 'update_ratio', 'saturation', 'activation_mean', 'activation_std']
/** Keys of a reading of the default network. */
const readingKeys = [
  'train/loss',
  'train/accuracy',
  'learning_rate',
  ...measures.flatMap((measure) => layers.map((layer) => `${measure}/${layer}`)),
]
const epochKeys = ['val/loss', 'val/accuracy', ...layers.map((layer) => `dead_units/${layer}`)]
/** Readings between two ends of epochs. */
const readingsPerEpoch = 1000

/** Series of a reading. */
export const seriesCount = readingKeys.length

/**
 * A pool whose trainings say as many readings as their run has steps, as fast as they are stored. Values are those of
 * no network; everything behind the thread is real.
 */
export function createSyntheticPool(): TrainingPool {
  return {
    start: ({ steps }, onDelivery) => ({
      outcome: deliverAll(steps, onDelivery),
      stop: () => {},
      setLearningRate: () => {},
    }),
  }
}

async function deliverAll(steps: number, onDelivery: (delivery: Delivery) => Promise<void>) {
  let seq = 0
  for (let step = 0; step < steps; ) {
    const count = Math.min(framesPerDelivery, steps - step, readingsPerEpoch - (step % readingsPerEpoch))
    const blocks = [blockOf(readingKeys, seq, step, count)]
    seq += count
    step += count
    if (step % readingsPerEpoch === 0) blocks.push(blockOf(epochKeys, seq++, step - 1, 1))
    await onDelivery(deliveryOf(blocks, step))
  }
  return { state: 'completed', weights: '', data: '', kernels: '' } as const
}

/** Frames after `seq`, of the steps after `step`. */
function blockOf(keys: readonly string[], seq: number, step: number, count: number): FrameBlock {
  const columns = new Float64Array((2 + keys.length) * count)
  for (let i = 0; i < count; i++) {
    columns[i] = seq + 1 + i
    columns[count + i] = step + 1 + i
  }
  for (let key = 0; key < keys.length; key++) {
    for (let i = 0; i < count; i++) {
      columns[(2 + key) * count + i] = (1 + Math.random()) / (1 + (step + i) / 1e4)
    }
  }
  return { keys, count, columns }
}

function deliveryOf(blocks: FrameBlock[], step: number): Delivery {
  const progress = { step, epoch: 1, samplesPerSecond: 300_000, memoryBytes: 25_000_000 }
  const nothing = { snapshots: [], verdicts: [], checkpoints: [], learningRates: [], marks: [] }
  return { blocks, ...nothing, progress, postedAt: 0 }
}
