import type { OptimizerSpec, Regularization } from '#lib/nn/optimizers.ts'
import { createRandom } from '#lib/nn/random.ts'
import type { ScheduleSpec } from '#lib/nn/schedules.ts'
import type { NetworkSpec, Samples } from '#lib/nn/spec.ts'

/** A small training whose every loss is written down. */
export interface GoldenConfiguration {
  name: string
  spec: NetworkSpec
  batchSize: number
  optimizer: OptimizerSpec
  regularization?: Regularization
  schedule?: ScheduleSpec
  seed: number
  samples: Samples
}

/** Steps of each training: more than an epoch of most. */
export const goldenSteps = 20

const softmax = (units: number) => ({ units, activation: 'softmax', loss: 'cross_entropy' }) as const
const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const

/**
 * Together: every optimizer, initializer, normalization, output, loss and kind of activation, both types of features,
 * widths that are no multiple of a tile, and a smaller last batch.
 */
export const goldenConfigurations: readonly GoldenConfiguration[] = [
  {
    name: 'relu, plain descent, bytes most of which are zero',
    spec: {
      inputs: 80,
      hidden: [
        { units: 70, activation: 'relu' },
        { units: 17, activation: 'relu' },
      ],
      output: softmax(10),
      initializer: 'auto',
    },
    batchSize: 32,
    optimizer: { name: 'sgd', momentum: 0, learningRate: 0.1 },
    seed: 1,
    samples: createByteSamples(101, 150, 80, 10),
  },
  {
    name: 'relu, adam, bytes that are zero in some batches and not in others',
    spec: {
      inputs: 67,
      hidden: [{ units: 50, activation: 'relu' }],
      output: softmax(10),
      initializer: 'auto',
    },
    batchSize: 2,
    optimizer: { name: 'adam', learningRate: 0.01, ...adam },
    seed: 15,
    samples: createByteSamples(115, 100, 67, 10, 0.08),
  },
  {
    name: 'ten sigmoid layers, plain descent with momentum',
    spec: {
      inputs: 12,
      hidden: Array.from({ length: 10 }, () => ({ units: 11, activation: 'sigmoid' as const })),
      output: softmax(4),
      initializer: 'glorot',
    },
    batchSize: 16,
    optimizer: { name: 'sgd', momentum: 0.5, learningRate: 0.5 },
    seed: 2,
    samples: createClasses(102, 100, 12, 4),
  },
  {
    name: 'tanh, momentum, exponential decay, one sigmoid output',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'tanh' },
        { units: 12, activation: 'softsign' },
      ],
      output: { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
      initializer: 'auto',
    },
    batchSize: 20,
    optimizer: { name: 'momentum', momentum: 0.9, learningRate: 0.05 },
    schedule: { name: 'exponential', factor: 0.7 },
    seed: 3,
    samples: createClasses(103, 90, 9, 2),
  },
  {
    name: 'gelu, adam, layer normalization',
    spec: {
      inputs: 14,
      hidden: [
        { units: 18, activation: 'gelu', normalization: 'layer' },
        { units: 10, activation: 'gelu_tanh', normalization: 'layer' },
      ],
      output: softmax(5),
      initializer: 'he',
    },
    batchSize: 25,
    optimizer: { name: 'adam', learningRate: 0.01, ...adam },
    seed: 4,
    samples: createClasses(104, 120, 14, 5),
  },
  {
    name: 'silu and mish, adamw, cosine',
    spec: {
      inputs: 14,
      hidden: [
        { units: 18, activation: 'silu' },
        { units: 10, activation: 'mish' },
      ],
      output: softmax(5),
      initializer: 'auto',
    },
    batchSize: 25,
    optimizer: { name: 'adamw', learningRate: 0.01, weightDecay: 0.1, ...adam },
    schedule: { name: 'cosine', finalFactor: 0.1 },
    seed: 5,
    samples: createClasses(105, 120, 14, 5),
  },
  {
    name: 'prelu, nesterov, one cycle',
    spec: {
      inputs: 14,
      hidden: [
        { units: 18, activation: 'prelu', alpha: 0.2 },
        { units: 10, activation: 'prelu' },
      ],
      output: softmax(5),
      initializer: 'auto',
    },
    batchSize: 25,
    optimizer: { name: 'nesterov', momentum: 0.9, learningRate: 0.05 },
    schedule: { name: 'one_cycle', warmupShare: 0.3, initialFactor: 0.04, finalFactor: 0.001 },
    seed: 6,
    samples: createClasses(106, 120, 14, 5),
  },
  {
    name: 'rrelu and dropout, rmsprop',
    spec: {
      inputs: 14,
      hidden: [
        { units: 18, activation: 'rrelu', dropout: 0.2 },
        { units: 10, activation: 'relu6', dropout: 0.5 },
      ],
      output: softmax(5),
      initializer: 'auto',
    },
    batchSize: 25,
    optimizer: { name: 'rmsprop', decay: 0.9, epsilon: 1e-8, learningRate: 0.01 },
    seed: 7,
    samples: createClasses(107, 120, 14, 5),
  },
  {
    name: 'selu, lecun, batch normalization',
    spec: {
      inputs: 14,
      hidden: [
        { units: 18, activation: 'selu', normalization: 'batch' },
        { units: 10, activation: 'selu', normalization: 'batch' },
      ],
      output: softmax(5),
      initializer: 'lecun',
    },
    batchSize: 25,
    optimizer: { name: 'sgd', momentum: 0, learningRate: 0.1 },
    seed: 8,
    samples: createClasses(108, 120, 14, 5),
  },
  {
    name: 'sine and gaussian, orthogonal',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'sine' },
        { units: 12, activation: 'gaussian' },
      ],
      output: softmax(3),
      initializer: 'orthogonal',
    },
    batchSize: 20,
    optimizer: { name: 'sgd', momentum: 0, learningRate: 0.1 },
    seed: 9,
    samples: createClasses(109, 90, 9, 3),
  },
  {
    name: 'huber against one-hot targets, elu and celu',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'elu', alpha: 0.7 },
        { units: 12, activation: 'celu', alpha: 1.5 },
      ],
      output: { units: 4, activation: 'linear', loss: 'huber', delta: 0.4 },
      initializer: { name: 'normal', std: 0.2 },
    },
    batchSize: 20,
    optimizer: { name: 'sgd', momentum: 0, learningRate: 0.2 },
    seed: 10,
    samples: createClasses(110, 90, 9, 4),
  },
  {
    name: 'absolute error against numbers, hard activations',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'hard_swish' },
        { units: 12, activation: 'hard_tanh' },
        { units: 8, activation: 'hard_sigmoid' },
      ],
      output: { units: 1, activation: 'linear', loss: 'mean_absolute_error' },
      initializer: { name: 'uniform', limit: 0.4 },
    },
    batchSize: 20,
    optimizer: { name: 'adam', learningRate: 0.02, ...adam },
    schedule: { name: 'step', everyEpochs: 2, factor: 0.5 },
    seed: 11,
    samples: createNumbers(111, 90, 9),
  },
  {
    name: 'two classes by softmax with a temperature, warmup',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'leaky_relu', alpha: 0.05 },
        { units: 12, activation: 'softplus' },
      ],
      output: { ...softmax(2), temperature: 2.5 },
      initializer: 'auto',
    },
    batchSize: 20,
    optimizer: { name: 'sgd', momentum: 0, learningRate: 0.3 },
    schedule: { name: 'warmup', steps: 8 },
    seed: 12,
    samples: createClasses(112, 90, 9, 2),
  },
  {
    name: 'a thousand classes by softmax with label smoothing',
    spec: {
      inputs: 16,
      hidden: [{ units: 24, activation: 'relu' }],
      output: { ...softmax(1000), labelSmoothing: 0.1 },
      initializer: 'auto',
    },
    batchSize: 16,
    optimizer: { name: 'adam', learningRate: 0.01, ...adam },
    seed: 13,
    samples: createClasses(113, 200, 16, 1000),
  },
  {
    name: 'l1, l2 and a clipped norm, squared error of sigmoids',
    spec: {
      inputs: 9,
      hidden: [
        { units: 20, activation: 'relu' },
        { units: 12, activation: 'identity' },
      ],
      output: { units: 3, activation: 'sigmoid', loss: 'mean_squared_error' },
      initializer: { name: 'normal', std: 0.5 },
    },
    batchSize: 20,
    optimizer: { name: 'momentum', momentum: 0.9, learningRate: 0.2, clipNorm: 0.05 },
    regularization: { l1: 0.001, l2: 0.01 },
    seed: 14,
    samples: createClasses(114, 90, 9, 3),
  },
]

/** Bytes like MNIST's: of each class another fifth of the features is lit, the rest is zero; not in `full` of the samples. */
function createByteSamples(seed: number, count: number, inputs: number, classes: number, full = 0): Samples {
  const random = createRandom(seed)
  const labels = Uint8Array.from({ length: count }, () => random.nextUint32() % classes)
  const isFull = Array.from({ length: count }, () => random.uniform() < full)
  const features = Uint8Array.from({ length: count * inputs }, (_, i) => {
    const row = Math.floor(i / inputs)
    const lit = (i + 3 * labels[row]!) % 5 === 0 || isFull[row]
    return lit || random.uniform() < 0.05 ? 1 + (random.nextUint32() % 255) : 0
  })
  return { count, inputs, features, labels }
}

/** Normal features, shifted along one of them by their class. */
function createClasses(seed: number, count: number, inputs: number, classes: number): Samples {
  const random = createRandom(seed)
  const labels = Uint16Array.from({ length: count }, () => random.nextUint32() % classes)
  const features = Float32Array.from({ length: count * inputs }, (_, i) => {
    const label = labels[Math.floor(i / inputs)]!
    return random.normal() + (i % inputs === label % inputs ? 1.5 : 0)
  })
  return { count, inputs, features, labels }
}

/** Normal features, and a number that follows from them. */
function createNumbers(seed: number, count: number, inputs: number): Samples {
  const random = createRandom(seed)
  const features = Float32Array.from({ length: count * inputs }, () => random.normal())
  const labels = Float32Array.from({ length: count }, (_, row) => {
    const first = features[row * inputs]!
    return first * first - features[row * inputs + 1]!
  })
  return { count, inputs, features, labels }
}
