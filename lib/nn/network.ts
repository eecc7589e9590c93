import { type Backward, createBackward, type Look } from './backward.ts'
import { createBatches } from './batches.ts'
import { findDeadUnits } from './dead-units.ts'
import { createForward } from './forward.ts'
import { type Kernels, widestTile } from './kernels.ts'
import { planLayout, type TrainingShape } from './layout.ts'
import { createMeasuring, type LayerMeasures, type LayerTallies } from './measures.ts'
import { createOptimizer, noRegularization } from './optimizers.ts'
import {
  initializeParameters,
  readState,
  readTensors,
  sizeOf,
  tensorsOf,
  writeState,
  writeTensors,
} from './parameters.ts'
import { createRandom } from './random.ts'
import { copyOutputs } from './responses.ts'
import type { NetworkSpec, Samples } from './spec.ts'

export interface TrainerOptions extends TrainingShape {
  /** Fixes the start weights, and the noise of dropout and random slopes. */
  seed: number
}

/** Everything beside the spec and the options that the next step depends on. */
export interface TrainerState {
  /** All tensors and the optimizer's state. */
  values: Float32Array<ArrayBuffer>
  /** State of the noise's generator. */
  noise: number[]
  /** β₁ᵗ and β₂ᵗ. */
  powers: [number, number]
}

/** A network and its optimizer on one thread's memory. */
export interface Trainer {
  /** `hidden_1` … `hidden_n`, `output`. */
  readonly layers: readonly string[]
  /** Bytes of the memory that holds it all. */
  readonly bytes: number
  /**
   * One step on the samples `rows[start … start+count)`, the loss being the mean over them. However closely it
   * is looked at, the weights come out bit-identical.
   */
  step(
    samples: Samples,
    rows: Uint32Array,
    start: number,
    count: number,
    learningRate: number,
    look?: Look,
  ): void
  /** Sum of the losses of the last step's batch, before its update; without penalties on the weights. */
  readonly lossSum: number
  /** How many of the last step's batch were classified correctly, before its update. */
  readonly correct: number
  /** Of each layer in the last step that was looked at; overwritten by the next. */
  readonly measures: readonly LayerMeasures[]
  /** Histograms of each layer in the last step that was looked at with histograms. */
  readonly tallies: readonly (LayerTallies | null)[]
  /** Mean loss and share classified correctly over all samples. */
  evaluate(samples: Samples): { loss: number; accuracy: number }
  /** Share of each layer's units that none of the samples brings to life. */
  deadUnits(samples: Samples): Float64Array
  /** The network's outputs for all samples, `[count, units]` row-major; their labels are not read. */
  respond(samples: Samples): Float32Array
  /** Names of the tensors, `hidden_1/weights` and so on. */
  readonly tensorNames: readonly string[]
  /** All tensors: weights `[inputs, units]` row-major, vectors `[units]`; copies without padding. */
  parameters(): Float32Array[]
  /** The inverse of `parameters`; throws a RangeError where a size differs. */
  setParameters(parameters: readonly Float32Array[]): void
  save(): TrainerState
  /** Goes on from a saved state bit for bit; throws a RangeError where the size differs. */
  restore(state: TrainerState): void
}

/** The generator's streams: the start weights', the batch order's (the caller's), the noise's. */
const weightStream = 0
const noiseStream = 2

/** Bytes of memory that a trainer of this network needs, whatever the kernels. */
export function bytesNeeded(spec: NetworkSpec, shape: TrainingShape): number {
  return planLayout(spec, shape, widestTile).bytes
}

/** One tensor in `TrainerState.values`. */
export interface SavedTensor {
  /** `hidden_1/weights` and so on. */
  name: string
  shape: readonly number[]
  /** Number of its elements. */
  size: number
  /** Where they begin; `states` vectors of the optimizer's state, each as long, follow them. */
  start: number
  states: number
}

/** How the state of a trainer of this network is laid out, in order. */
export function describeState(spec: NetworkSpec, shape: TrainingShape): SavedTensor[] {
  let end = 0
  return tensorsOf(planLayout(spec, shape, widestTile).layers).map((tensor) => {
    const size = sizeOf(tensor)
    const start = end
    end += size * (1 + tensor.state.length)
    return { name: tensor.name, shape: tensor.shape, size, start, states: tensor.state.length }
  })
}

/** Builds a network with fresh weights in the memory of `kernels`, which it then has to itself. */
export function createTrainer(kernels: Kernels, spec: NetworkSpec, options: TrainerOptions): Trainer {
  const layout = planLayout(spec, options, kernels.columnTile)
  if (layout.bytes > kernels.bytes.length) {
    throw new RangeError(`The network needs ${layout.bytes} bytes, the memory has ${kernels.bytes.length}`)
  }
  const { layers } = layout
  const noise = createRandom(options.seed, noiseStream)
  const forward = createForward(kernels, layout, noise)
  const measuring = createMeasuring(kernels, spec, layout)
  const optimizer = createOptimizer(kernels, options.optimizer)
  const { regularization = noRegularization } = options
  const backward: Backward = createBackward({
    kernels,
    layout,
    optimizer,
    spec: options.optimizer,
    regularization,
    measuring,
    keys: forward.keys,
  })
  const tensors = tensorsOf(layers)
  const { gather, judge, figures, infer } = createBatches(kernels, spec, layout, forward)
  initializeParameters(kernels, spec, layers, createRandom(options.seed, weightStream))

  return {
    layers: layers.map((layer) => layer.name),
    bytes: kernels.bytes.length,
    step(samples, rows, start, count, learningRate, look = 'none') {
      gather(samples, rows, start, count)
      forward.train(count)
      if (look !== 'none') {
        for (let index = 0; index < layers.length; index++) {
          measuring.lookAtActivations(index, count, look === 'histograms')
        }
      }
      judge(count)
      backward(count, learningRate, look)
    },
    get lossSum() {
      return figures[0]!
    },
    get correct() {
      return figures[1]!
    },
    measures: measuring.measures,
    tallies: measuring.tallies,
    evaluate(samples) {
      const last = figures.slice()
      let total = 0
      let right = 0
      infer(samples, (count) => {
        judge(count)
        total += figures[0]!
        right += figures[1]!
        return true
      })
      figures.set(last)
      return { loss: total / samples.count, accuracy: right / samples.count }
    },
    deadUnits: (samples) => findDeadUnits(kernels, spec, layout, measuring, (visit) => infer(samples, visit)),
    respond(samples) {
      const { units } = spec.output
      const outputs = new Float32Array(samples.count * units)
      infer(samples, (count, start) => {
        outputs.set(copyOutputs(kernels, layout, spec.output, count), start * units)
        return true
      })
      return outputs
    },
    tensorNames: tensors.map((tensor) => tensor.name),
    parameters: () => readTensors(kernels, tensors),
    setParameters: (parameters) => writeTensors(kernels, tensors, parameters),
    save: () => ({
      values: readState(kernels, tensors),
      noise: [...noise.save()],
      powers: [...optimizer.powers],
    }),
    restore(state) {
      writeState(kernels, tensors, state.values)
      noise.restore(Uint32Array.from(state.noise))
      ;[optimizer.powers[0], optimizer.powers[1]] = state.powers
    },
  }
}
