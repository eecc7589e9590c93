import type { RunConfig } from '#lib/contracts/run.ts'
import type { DatasetName, SplitName } from '#lib/datasets/catalogue.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Samples } from '#lib/nn/spec.ts'

/** A checkpoint of a run whose state is kept. */
export interface KeptCheckpoint {
  step: number
  epoch: number
  /** sha-256 in hex of all parameters. */
  weights: string
  /** Of the state. */
  bytes: number
  /** In which the run is trained; null where no worker has begun it. */
  numericClass: NumericClass | null
}

/** The checkpoints of runs, as far as looking at a network needs them. */
export interface CheckpointStore {
  /** The run's newest kept checkpoint at or before a step, of all where it is absent; null where there is none. */
  newestKept(runId: string, upTo?: number): Promise<KeptCheckpoint | null>
  /** The step of its first kept checkpoint; null where there is none. */
  firstKept(runId: string): Promise<number | null>
  /** A checkpoint's state; null where it is no longer kept. */
  state(
    runId: string,
    checkpoint: Pick<KeptCheckpoint, 'step' | 'bytes'>,
  ): Promise<Uint8Array<ArrayBuffer> | null>
}

/** A trained network that can be asked. */
export interface KeptNetwork {
  runId: string
  config: RunConfig
  /** The config under which its checkpoint was taken: of a fork's first one, the other run's. */
  takenUnder: RunConfig
  numericClass: NumericClass
  step: number
  epoch: number
  weights: string
}

/** Samples of a dataset, or rows of features as its samples have them. */
export type Inputs = { split: SplitName; indices: number[] } | { rows: number[][] }

/** What can be asked of a network. */
export type Question =
  | { kind: 'model' }
  | { kind: 'evaluation' }
  | { kind: 'prediction'; inputs: Inputs; activations: boolean }

/** Computes answers beside the server's own thread, one after the other. */
export interface Evaluator {
  /**
   * The answer as it goes out: a file, or JSON. `read` gives the checkpoint's state and is called only where the network
   * is not at hand. Null where another version wrote that state.
   */
  ask(
    network: KeptNetwork,
    question: Question,
    read: () => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<Uint8Array<ArrayBuffer> | null>
}

/** A split of a dataset, in memory that all threads share. */
export type ReadSplit = (dataset: DatasetName, split: SplitName) => Promise<Samples>
