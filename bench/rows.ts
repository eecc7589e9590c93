import { availableParallelism } from 'node:os'
import type { ContenderName, VariantName } from './contenders.ts'
import type { BenchOptimizer, Training } from './task.ts'

/** What is asked of a contender's speed against another's. */
export type Budget = { of: ContenderName; against: ContenderName } & (
  | { kind: 'times'; least: number }
  /** Per cent by which the time may be longer. */
  | { kind: 'cost'; most: number }
)

/** One training and everything that is to run it. */
export interface Row {
  id: string
  title: string
  training: Training
  /** Samples a round of each: an epoch or a good part of a second, less for what is slow. */
  samples: Partial<Record<ContenderName, number>>
  /** Whom the ratios are against. */
  peer: ContenderName
  budgets: readonly Budget[]
}

const sgd: BenchOptimizer = { name: 'sgd', learningRate: 0.1, momentum: 0 }
const adam: BenchOptimizer = { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
const digits: Training = {
  dataset: 'mnist',
  widths: [784, 128, 64, 10],
  activation: 'relu',
  batch: 64,
  optimizer: sgd,
}
const cores = availableParallelism()

/** Samples a round where only SIMD variants and PyTorch go through an epoch. */
const epoch = {
  fma: 60_000,
  simd128: 60_000,
  scalar: 1_920,
  PyTorch: 60_000,
  'tfjs-wasm': 6_400,
  'tfjs-wasm by hand': 19_200,
  'tfjs-cpu': 1_280,
} as const

const times = (of: ContenderName, least: number, against: ContenderName = 'PyTorch'): Budget => ({
  kind: 'times',
  of,
  against,
  least,
})

/** Every budget of training's speed with the training that shows it, for the kernels that this machine would use. */
export const createRows = (variant: VariantName): readonly Row[] => [
  {
    id: 'sgd',
    title: '784-128-64-10, ReLU, batch 64, SGD',
    training: digits,
    samples: epoch,
    peer: 'PyTorch',
    budgets: [times(variant, 2), times(variant, 15, 'tfjs-wasm')],
  },
  {
    id: 'adam',
    title: '784-128-64-10, ReLU, batch 64, Adam',
    training: { ...digits, optimizer: adam },
    samples: epoch,
    peer: 'PyTorch',
    budgets: [times(variant, 2)],
  },
  {
    id: 'wide',
    title: '784-512-512-10, ReLU, batch 256, SGD',
    training: { ...digits, widths: [784, 512, 512, 10], batch: 256 },
    samples: {
      fma: 30_720,
      simd128: 15_360,
      scalar: 512,
      PyTorch: 30_720,
      'tfjs-wasm': 1_536,
      'tfjs-wasm by hand': 7_680,
      'tfjs-cpu': 512,
    },
    peer: 'PyTorch',
    budgets: [times(variant, 1.2)],
  },
  {
    id: 'dense',
    title: '784-128-64-10, ReLU, batch 64, SGD, no feature zero: what is left without passing over zeros',
    training: { ...digits, dataset: 'mnist_standardized' },
    samples: { fma: 60_000, simd128: 60_000, PyTorch: 60_000 },
    peer: 'PyTorch',
    budgets: [],
  },
  {
    id: 'deep',
    title: '784-64-64-64-64-64-64-10, sigmoid, batch 64, SGD',
    training: { ...digits, widths: [784, 64, 64, 64, 64, 64, 64, 10], activation: 'sigmoid' },
    samples: epoch,
    peer: 'PyTorch',
    budgets: [times(variant, 2)],
  },
  {
    id: 'small',
    title: '2-8-8-1, tanh, batch 10, SGD, two spirals',
    training: { dataset: 'two_spirals', widths: [2, 8, 8, 1], activation: 'tanh', batch: 10, optimizer: sgd },
    samples: {
      fma: 400_000,
      simd128: 400_000,
      scalar: 100_000,
      PyTorch: 20_000,
      'tfjs-wasm': 4_000,
      'tfjs-wasm by hand': 4_000,
      'tfjs-cpu': 4_000,
      'per object': 400_000,
    },
    peer: 'PyTorch',
    budgets: [times(variant, 30)],
  },
  {
    id: 'readings',
    title: '784-128-64-10 as the first, with a reading every 50 steps',
    training: digits,
    samples: { [variant]: 120_000, 'with readings': 120_000 },
    peer: variant,
    budgets: [{ kind: 'cost', of: 'with readings', against: variant, most: 5 }],
  },
  {
    id: 'threads',
    title: `784-128-64-10 as the first, ${cores} trainings on ${cores} cores`,
    training: digits,
    samples: { 'one thread': 120_000, 'a thread a core': 120_000 },
    peer: 'one thread',
    budgets: [times('a thread a core', 0.9 * cores, 'one thread')],
  },
]
