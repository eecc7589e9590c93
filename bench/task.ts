/** How one step moves the parameters, in the words of lib/nn. */
export type BenchOptimizer =
  | { name: 'sgd'; learningRate: number; momentum: 0 }
  | { name: 'adam'; learningRate: number; beta1: number; beta2: number; epsilon: number }

/** `mnist_standardized` has mean 0 and deviation 1 over all pixels, so that no feature is zero. */
export type BenchDataset = 'mnist' | 'mnist_standardized' | 'two_spirals'

/** What every contender of a row trains. */
export interface Training {
  dataset: BenchDataset
  /** Units from the features to the output; one output is a sigmoid with binary cross-entropy, more a softmax. */
  widths: readonly number[]
  activation: 'relu' | 'sigmoid' | 'tanh'
  batch: number
  optimizer: BenchOptimizer
}

/** A training, the data as files, and how much of it: the first argument, as JSON, of a contender's process. */
export interface Task extends Omit<Training, 'dataset'> {
  /** What `writeDataset` made. */
  data: { folder: string; type: 'uint8' | 'float32' }
  /** Samples to train on whenever a round is asked for. */
  samples: number
  seed: number
}

/**
 * One multiply-add is two; forward, weight gradient, and but for the first layer the input's gradient. Products with a
 * feature that is zero count as well, though our kernels may pass over them (four fifths of MNIST's pixels are zero):
 * GFLOP/s can lie above what the processor does.
 */
export function flopPerSample(widths: readonly number[]): number {
  return widths.slice(1).reduce((sum, units, i) => sum + 2 * widths[i]! * units * (i === 0 ? 2 : 3), 0)
}

// What a contender's process says and reads, one JSON value or word a line.

/** Its first line: what it is, or why there is nothing to compare with. */
export type Greeting = { version: string } | { missing: string }

/** Asks for a round of training (answer: `{ seconds }`) or a validation (answer: `{ accuracy }`). */
export type Request = 'train' | 'validate'
