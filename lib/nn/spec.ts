import type { HiddenActivationName, InitializerName, LossName, OutputActivationName } from './names.ts'

/** Everything that fixes the shape and the start of a network. */
export interface NetworkSpec {
  /** Features of one sample. */
  inputs: number
  hidden: readonly { units: number; activation: HiddenActivationName; alpha?: number | undefined }[]
  output: { units: number; activation: OutputActivationName; loss: LossName }
  initializer: InitializerName
}

/** One split of a dataset in its compact type; the buffers are shared between threads and never written. */
export interface Samples {
  count: number
  /** Features of one sample. */
  inputs: number
  /** `[count, inputs]`; bytes stand for value / 255. */
  features: Uint8Array | Float32Array
  /** `[count]`, the class of each sample from 0. */
  labels: Uint8Array
}
