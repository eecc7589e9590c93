import { getHeapStatistics } from 'node:v8'
import { expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import type { TrainerOptions } from '../../../lib/nn/network.ts'
import type { NetworkSpec } from '../../../lib/nn/spec.ts'
import { allRows, networkOf, plain, samplesFor, trainerFor } from './small-networks.ts'

/**
 * Bytes of heap that a step takes once it has been compiled: the median over rounds that are too short for most of
 * them to see a collection. Where one happened, the heap shrank, and the round doesn't count.
 */
function bytesPerStep(variant: string, spec: NetworkSpec, options: TrainerOptions): number {
  const trainer = trainerFor(variant, spec, options)
  const samples = samplesFor(spec, options.batchSize)
  const rows = allRows(samples)
  const run = (steps: number) => {
    for (let step = 0; step < steps; step++) trainer.step(samples, rows, 0, samples.count, 1e-3)
  }
  run(5_000)
  const taken: number[] = []
  for (let round = 0; round < 60; round++) {
    const before = getHeapStatistics().used_heap_size
    run(100)
    const bytes = (getHeapStatistics().used_heap_size - before) / 100
    if (bytes >= 0) taken.push(bytes)
  }
  return taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)]!
}

const adam = { name: 'adam', beta1: 0.9, beta2: 0.99, epsilon: 1e-8, learningRate: 1, clipNorm: 1 } as const
const rich = { activation: 'prelu', normalization: 'batch', dropout: 0.2 } as const

// V8 boxes some numbers that go from function to function: tens to hundreds of bytes. An object a sample, an array a
// layer or a number an element would be thousands.
it.each(
  variants
    .filter(({ file }) => file !== null)
    .flatMap(({ name }) => [
      {
        name,
        title: 'plain descent',
        batchSize: 4,
        units: 4,
        layer: { activation: 'relu' } as const,
        options: plain,
      },
      {
        name,
        title: 'everything',
        batchSize: 4,
        units: 4,
        layer: rich,
        options: { ...plain, optimizer: adam },
      },
      {
        name,
        title: 'everything',
        batchSize: 200,
        units: 24,
        layer: rich,
        options: { ...plain, optimizer: adam },
      },
    ]),
)('a step on $name allocates next to nothing: $title, batches of $batchSize', (given) => {
  const spec = networkOf([
    { ...given.layer, units: given.units },
    { ...given.layer, units: given.units },
  ])
  const bytes = bytesPerStep(given.name, spec, { ...given.options, batchSize: given.batchSize })
  expect(bytes).toBeLessThan(2_000)
})
