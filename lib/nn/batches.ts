import type { Forward } from './forward.ts'
import type { Kernels } from './kernels.ts'
import type { Layout } from './layout.ts'
import { classThreshold } from './losses.ts'
import type { NetworkSpec, Samples } from './spec.ts'

/** Puts samples into a network's memory, batch by batch, and judges what comes out. */
export interface Batches {
  /** @throws RangeError where the samples do not fit the network, or the memory */
  gather(samples: Samples, rows: Uint32Array, start: number, count: number): void
  /** Losses of the batch that was computed last, into `figures`, and the output's delta for the loss's mean. */
  judge(count: number): void
  /** Of the batch that was judged last: sum of the losses, and how many were classified correctly. */
  readonly figures: Float64Array
  /** Computes the samples without noise, in their order, until `visit` has seen enough. */
  infer(samples: Samples, visit: (count: number, start: number) => boolean): void
}

/** @see Batches */
export function createBatches(
  kernels: Kernels,
  spec: NetworkSpec,
  { layers, batch, capacity, deltas, losses }: Layout,
  forward: Forward,
): Batches {
  const { floats } = kernels
  const { z } = layers.at(-1)!
  const { units } = spec.output
  const threshold = classThreshold(spec.output)
  const inOrder = Uint32Array.from({ length: capacity }, (_, row) => row)
  // An array: each assignment to a captured variable would put a number on the heap.
  const figures = new Float64Array(2)

  function gather(samples: Samples, rows: Uint32Array, start: number, count: number): void {
    if (samples.inputs !== spec.inputs) {
      throw new RangeError(`Samples have ${samples.inputs} features, the network takes ${spec.inputs}`)
    }
    if (count < 1 || count > capacity) {
      throw new RangeError(`A batch of ${count} samples; 1 to ${capacity} fit`)
    }
    kernels.gather(samples, rows, start, count, batch)
  }

  return {
    gather,
    figures,
    judge(count) {
      figures[1] = kernels.countCorrect(count, units, z, batch.targets, threshold)
      kernels.loss(spec.output, count, z, batch.targets, 1 / count, losses, deltas[0])
      let sum = 0
      for (let row = 0; row < count; row++) sum += floats[losses / 4 + row]!
      figures[0] = sum
    },
    infer(samples, visit) {
      for (let start = 0; start < samples.count; start += capacity) {
        const count = Math.min(capacity, samples.count - start)
        for (let row = 0; row < count; row++) inOrder[row] = start + row
        gather(samples, inOrder, 0, count)
        forward.infer(count)
        if (!visit(count, start)) return
      }
    },
  }
}
