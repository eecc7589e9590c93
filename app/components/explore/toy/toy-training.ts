import { scatterSpirals } from '#lib/datasets/spirals.ts'
import { createInspector, type Inspector, inspectorBytes, type Rows } from '#lib/nn/inspector.ts'
import type { Kernels } from '#lib/nn/kernels.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import { createRandom, type Random } from '#lib/nn/random.ts'
import type { NetworkSpec, Samples } from '#lib/nn/spec.ts'
import type { ToySettings } from '../explore-state.ts'

/** Points that are learned, and those that are held out. */
const trainPoints = 512
const heldOutPoints = 256
/** Samples of one step. */
const batchSize = 16
/** Cells of the surface to a side, and of what one unit computes. */
export const surfaceCells = 64
export const unitCells = 20
/** The square that is looked at goes from minus this to this. */
export const reach = 1.15

/** The seed's streams; 0 and 2 are the network's. */
const orderStream = 1
const pointsStream = 3

/** How far a training has come, and what its network computes over the plane. */
export interface ToyLook {
  step: number
  /** Means over all points; the loss NaN once the weights are not finite. */
  loss: number
  accuracy: number
  heldOutLoss: number
  heldOutAccuracy: number
  /** Probability of the second class, `[surfaceCells, surfaceCells]`, rows from the top. */
  surface: Float32Array<ArrayBuffer>
  /** Activations of every hidden layer, `[units, unitCells, unitCells]`. */
  units: Float32Array<ArrayBuffer>[]
  /** 1 for each unit of a hidden layer that no training point brings to life. */
  dead: Uint8Array<ArrayBuffer>[]
}

/** The points that a toy learns, for drawing: `[count, 2]`, and 0 or 1 each. */
export interface ToyPoints {
  features: Float32Array<ArrayBuffer>
  labels: Uint8Array<ArrayBuffer>
}

/** A small network that learns two spirals. */
export interface Toy {
  readonly points: ToyPoints
  /** Trains so many steps. */
  advance(steps: number, learningRate: number): void
  look(): ToyLook
}

function specOf({ activation, layers, units }: ToySettings): NetworkSpec {
  return {
    inputs: 2,
    hidden: Array.from({ length: layers }, () => ({ units, activation })),
    output: { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
    initializer: 'auto',
  }
}

const shape = { batchSize, optimizer: { name: 'sgd', learningRate: 0, momentum: 0 } } as const
/** Points that are computed at once where nothing is learned. */
const lookBatch = 128

/** Bytes of memory for the training, and for looking at it. */
export function toyBytes(settings: ToySettings): { training: number; looking: number } {
  const spec = specOf(settings)
  return { training: bytesNeeded(spec, shape), looking: inspectorBytes(spec, lookBatch) }
}

function scatter(random: Random, count: number, noise: number): Samples & ToyPoints {
  const features = new Float32Array(2 * count)
  const labels = new Uint8Array(count)
  scatterSpirals(random, noise, features, labels)
  return { count, inputs: 2, features, labels }
}

/** The middles of `cells`² cells of the square, row by row from the top. */
function gridOf(cells: number): Samples {
  const at = (i: number) => ((i + 0.5) / cells) * 2 * reach - reach
  const features = new Float32Array(2 * cells * cells)
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      features[2 * (row * cells + column)] = at(column)
      features[2 * (row * cells + column) + 1] = -at(row)
    }
  }
  return { count: cells * cells, inputs: 2, features, labels: new Uint8Array(cells * cells) }
}

/**
 * Builds a toy on memories of `toyBytes`. Everything about it follows from its settings, and from the learning rates
 * that it is advanced with; those of the settings are not used.
 */
export function createToy(training: Kernels, looking: Kernels, settings: ToySettings): Toy {
  const spec = specOf(settings)
  const points = createRandom(settings.seed, pointsStream)
  const train = scatter(points, trainPoints, settings.noise)
  const heldOut = scatter(points, heldOutPoints, settings.noise)
  const order = createRandom(settings.seed, orderStream)
  const rows = Uint32Array.from({ length: trainPoints }, (_, row) => row)
  const trainer = createTrainer(training, spec, { ...shape, seed: settings.seed })
  const inspector = createInspector(looking, spec, lookBatch)
  const [surfaceGrid, unitGrid] = [gridOf(surfaceCells), gridOf(unitCells)]
  let step = 0

  return {
    points: { features: train.features, labels: train.labels },
    advance(steps, learningRate) {
      for (const last = step + steps; step < last; step++) {
        const start = (step * batchSize) % trainPoints
        if (start === 0) order.shuffle(rows)
        trainer.step(train, rows, start, batchSize, learningRate)
      }
    },
    look() {
      for (const [i, values] of trainer.parameters().entries()) inspector.set(trainer.tensorNames[i]!, values)
      const learned = judge(inspector, train)
      const kept = judge(inspector, heldOut)
      return {
        step,
        loss: learned.loss,
        accuracy: learned.accuracy,
        heldOutLoss: kept.loss,
        heldOutAccuracy: kept.accuracy,
        surface: surfaceOf(inspector, surfaceGrid),
        units: unitsOf(inspector, spec, unitGrid),
        dead: deadOf(inspector, spec, train),
      }
    },
  }
}

function judge(inspector: Inspector, samples: Samples): { loss: number; accuracy: number } {
  let [loss, correct] = [0, 0]
  inspector.inspect(samples, (batch) => {
    loss += batch.lossSum
    correct += batch.correct
  })
  return { loss: loss / samples.count, accuracy: correct / samples.count }
}

/** One number of a row. */
const at = ({ values, at: start, stride }: Rows, row: number, unit: number) =>
  values[start + row * stride + unit]!

function surfaceOf(inspector: Inspector, grid: Samples): Float32Array<ArrayBuffer> {
  const surface = new Float32Array(grid.count)
  const output = inspector.layers.length - 1
  inspector.inspect(grid, (batch) => {
    const outputs = batch.activations(output)
    for (let row = 0; row < batch.count; row++) surface[batch.start + row] = at(outputs, row, 0)
  })
  return surface
}

function unitsOf(inspector: Inspector, spec: NetworkSpec, grid: Samples): Float32Array<ArrayBuffer>[] {
  const layers = spec.hidden.map(({ units }) => new Float32Array(units * grid.count))
  inspector.inspect(grid, (batch) => {
    for (const [layer, into] of layers.entries()) {
      const activations = batch.activations(layer)
      for (let unit = 0; unit < activations.units; unit++) {
        const start = unit * grid.count + batch.start
        for (let row = 0; row < batch.count; row++) into[start + row] = at(activations, row, unit)
      }
    }
  })
  return layers
}

/** Dead as the measure of a run has it: |f′| is above the threshold on none of the points. NaN is dead. */
function deadOf(inspector: Inspector, spec: NetworkSpec, samples: Samples): Uint8Array<ArrayBuffer>[] {
  const dead = spec.hidden.map(({ units }) => new Uint8Array(units).fill(1))
  inspector.inspect(samples, (batch) => {
    for (const [layer, flags] of dead.entries()) {
      const slopes = batch.slopes(layer)
      for (let row = 0; row < batch.count; row++) {
        for (let unit = 0; unit < flags.length; unit++) {
          if (Math.abs(at(slopes, row, unit)) > inspector.aliveAbove[layer]!) flags[unit] = 0
        }
      }
    }
  })
  return dead
}
