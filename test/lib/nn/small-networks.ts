import { createKernels } from '../../../lib/kernels/load.ts'
import { activations } from '../../../lib/nn/activations.ts'
import { padded } from '../../../lib/nn/kernels.ts'
import type { HiddenActivationName } from '../../../lib/nn/names.ts'
import { bytesNeeded, createTrainer, type Trainer, type TrainerOptions } from '../../../lib/nn/network.ts'
import { createRandom } from '../../../lib/nn/random.ts'
import type { HiddenSpec, NetworkSpec, OutputSpec, Samples } from '../../../lib/nn/spec.ts'
import { Workbench } from '../kernels/workbench.ts'
import { type Pass, referencePass, type Tensors } from './reference-network.ts'

/** Plain descent, with no learning rate of its own: each step is given one. */
export const plain: TrainerOptions = {
  batchSize: 16,
  optimizer: { name: 'sgd', learningRate: 1, momentum: 0 },
  seed: 1,
}

export const threeClasses: OutputSpec = { units: 3, activation: 'softmax', loss: 'cross_entropy' }

/** Three inputs, the hidden layers, three classes. */
export function networkOf(hidden: HiddenSpec[], output: OutputSpec = threeClasses): NetworkSpec {
  return { inputs: 3, hidden, output, initializer: 'auto' }
}

/** Two hidden layers of 5 and 4 units alike. */
export function twoLayers(activation: HiddenActivationName, rest: Partial<HiddenSpec> = {}): NetworkSpec {
  return networkOf([
    { units: 5, activation, ...rest },
    { units: 4, activation, ...rest },
  ])
}

/** A trainer on fresh kernels whose memory is just large enough. */
export function trainerFor(variant: string, spec: NetworkSpec, options: TrainerOptions = plain): Trainer {
  return createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
}

/** Normal features; labels that suit the output: classes, or for one linear unit numbers. */
export function samplesFor({ inputs, output }: NetworkSpec, count: number, seed = 7): Samples {
  const random = createRandom(seed)
  const features = Float32Array.from({ length: count * inputs }, () => random.normal())
  const { units, activation } = output
  const labels =
    units === 1 && activation === 'linear'
      ? Float32Array.from({ length: count }, () => 2 * random.normal())
      : Uint16Array.from({ length: count }, () => random.nextUint32() % Math.max(2, units))
  return { count, inputs, features, labels }
}

export function allRows({ count }: Samples): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}

/** A trainer's tensors by name, in float64. */
export function tensorsOf(trainer: Trainer): Tensors {
  const values = trainer.parameters()
  return Object.fromEntries(trainer.tensorNames.map((name, i) => [name, [...values[i]!]]))
}

/** Tensors as a trainer takes them. */
export function inFloat32(tensors: Tensors): Float32Array[] {
  return Object.values(tensors).map((values) => Float32Array.from(values))
}

/** The noise that a trainer with this seed draws in its first step, made by the variant's own kernels. */
export function firstNoise(variant: string, spec: NetworkSpec, rows: number, seed = 1): Pass {
  const random = createRandom(seed, 2)
  const bench = new Workbench(variant)
  const [masks, slopes]: Record<string, number[]>[] = [{}, {}]
  for (const [index, { units, activation, dropout = 0 }] of spec.hidden.entries()) {
    const name = `hidden_${index + 1}`
    const count = rows * padded(units, bench.tile)
    const at = bench.room(count)
    const { alpha } = activations[activation]
    if (alpha?.kind === 'random') {
      bench.kernels.fillUniform(random.nextUint32(), alpha.least, alpha.most, count, at)
      slopes![name] = bench.readMatrix(at, rows, units)
    }
    if (dropout > 0) {
      bench.kernels.floats.fill(1, at / 4, at / 4 + count)
      bench.kernels.dropOut(random.nextUint32(), dropout, count, at, at)
      masks![name] = bench.readMatrix(at, rows, units)
    }
  }
  return { training: true, masks: masks!, slopes: slopes! }
}

/** Tensors for a network, random in all of them, with which no pre-activation is near a kink. */
export function tensorsAwayFromKinks(
  spec: NetworkSpec,
  samples: Samples,
  pass: Pass,
  distance = 1e-3,
): Tensors {
  const start = tensorsOf(trainerFor('scalar', spec))
  for (let seed = 1; ; seed++) {
    const random = createRandom(seed, 5)
    const draw: Record<string, () => number> = {
      biases: () => random.normal() / 4,
      gain: () => 1 + random.normal() / 4,
      shift: () => random.normal() / 4,
      slopes: () => 0.1 + 0.3 * random.uniform(),
      running_mean: () => random.normal() / 4,
      running_variance: () => 0.5 + random.uniform(),
    }
    const entries = Object.entries(start).map(([name, values]) => {
      const fanIn = values.length / start[name.replace(/[^/]*$/, 'biases')]!.length
      const next = draw[name.slice(name.indexOf('/') + 1)] ?? (() => random.normal() / Math.sqrt(fanIn))
      return [name, values.map(() => Math.fround(next()))] as const
    })
    const tensors = Object.fromEntries(entries)
    if (referencePass(spec, tensors, samples, pass).nearestKink > distance) return tensors
  }
}
