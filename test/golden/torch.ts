import { usualAlpha } from '#lib/nn/activations.ts'
import { noRegularization } from '#lib/nn/optimizers.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { hashParameters } from '#workers/checkpoint.ts'
import { type GoldenConfiguration, goldenConfigurations } from './configurations.ts'
import { batchesOf, startOf } from './training.ts'

/** What PyTorch says of one configuration. */
export interface TorchLosses {
  name: string
  /** sha-256 in hex of the weights that it started from. */
  start: string
  /** Mean loss of each step's batch, computed in float32 and in float64. */
  single: number[]
  double: number[]
}

export interface TorchFixture {
  /** PyTorch's version. */
  version: string
  configurations: TorchLosses[]
}

/** All but those with random slopes or dropout: PyTorch draws its own. */
export const torchConfigurations = goldenConfigurations.filter(({ spec }) =>
  spec.hidden.every(({ activation, dropout }) => activation !== 'rrelu' && !dropout),
)

/** sha-256 in hex of a configuration's start weights. */
export function hashStart(configuration: GoldenConfiguration): string {
  return hashParameters(startOf(configuration))
}

/** What torch_losses.py reads of a configuration. */
export function describeForTorch(configuration: GoldenConfiguration) {
  const { spec, optimizer, regularization, samples } = configuration
  const start = startOf(configuration)
  const tensors = start.parameters()
  const output = { activation: 'identity' as const, alpha: undefined, normalization: undefined }
  const layers = [...spec.hidden, output].map(({ activation, alpha, normalization }, index) => {
    const layer = index < spec.hidden.length ? `hidden_${index + 1}/` : 'output/'
    const own = start.tensorNames.flatMap((name, i) =>
      name.startsWith(layer) && !name.includes('running')
        ? [[name.slice(layer.length), [...tensors[i]!]] as const]
        : [],
    )
    return {
      activation,
      alpha: alpha ?? usualAlpha(activation),
      normalization: normalization ?? null,
      inputs: index === 0 ? spec.inputs : spec.hidden[index - 1]!.units,
      tensors: Object.fromEntries(own),
    }
  })
  const batches = batchesOf(configuration).map(({ rows, start, count, learningRate }) => ({
    ...pick(samples, rows.subarray(start, start + count)),
    learningRate,
  }))
  return {
    layers,
    output: spec.output,
    optimizer,
    regularization: regularization ?? noRegularization,
    batches,
  }
}

function pick({ features, labels, inputs }: Samples, rows: Uint32Array) {
  const scale = features instanceof Uint8Array ? 1 / 255 : 1
  return {
    features: [...rows].flatMap((row) =>
      Array.from(features.subarray(row * inputs, (row + 1) * inputs), (value) => value * scale),
    ),
    labels: Array.from(rows, (row) => labels[row]!),
  }
}
