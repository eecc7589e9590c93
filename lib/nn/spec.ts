import type {
  HiddenActivationName,
  InitializerName,
  LossName,
  NormalizationName,
  OutputActivationName,
} from './names.ts'

export interface HiddenSpec {
  units: number
  activation: HiddenActivationName
  /** The activation's parameter, where it has one; its table entry holds the default. */
  alpha?: number | undefined
  /** Share of the layer's outputs that each step sets to zero; the rest is scaled up to make up for it. */
  dropout?: number | undefined
  /** Normalizes the pre-activations. */
  normalization?: NormalizationName | undefined
}

export interface OutputSpec {
  units: number
  activation: OutputActivationName
  loss: LossName
  /** Logits are divided by it before the softmax; 1 where absent. */
  temperature?: number | undefined
  /** Share of a class's target that is spread over all classes; cross-entropy only, 0 where absent. */
  labelSmoothing?: number | undefined
  /** Error from which Huber's loss grows linearly; 1 where absent. */
  delta?: number | undefined
}

/** An initializer by its name, or with its parameter. */
export type InitializerSpec =
  | InitializerName
  | { name: 'constant'; value: number }
  | { name: 'normal'; std: number }
  | { name: 'uniform'; limit: number }

/** Everything that fixes the shape and the start of a network. */
export interface NetworkSpec {
  /** Features of one sample. */
  inputs: number
  hidden: readonly HiddenSpec[]
  output: OutputSpec
  initializer: InitializerSpec
}

/** One split of a dataset in its compact type; the buffers are shared between threads and never written. */
export interface Samples {
  count: number
  /** Features of one sample. */
  inputs: number
  /** `[count, inputs]`; bytes stand for value / 255. */
  features: Uint8Array | Float32Array
  /** `[count]`: the class of each sample from 0, or, as floats, the number to predict. */
  labels: Uint8Array | Uint16Array | Float32Array
}
