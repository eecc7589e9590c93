import { encodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import type { Prediction } from '#lib/contracts/prediction.ts'
import { describeDataset, labelsOf, type SplitName } from '#lib/datasets/catalogue.ts'
import type { Rows } from '#lib/nn/inspector.ts'
import { classOf, classThreshold } from '#lib/nn/losses.ts'
import type { Samples } from '#lib/nn/spec.ts'
import type { KeptNetwork, Question } from '#lib/runs/network-ports.ts'
import { classScores } from './class-scores.ts'
import type { LoadedNetwork } from './loaded-network.ts'

type Asked = Omit<Extract<Question, { kind: 'prediction' }>, 'kind'>

/** What a network makes of single samples. */
export function predictSamples(
  { network, spec, inspector }: LoadedNetwork,
  { inputs, activations }: Asked,
  splits: Record<SplitName, Samples>,
): Prediction {
  const { step, epoch, weights, config } = network
  const known = 'split' in inputs
  const samples = known ? pick(splits[inputs.split], inputs.indices) : gather(config.dataset, inputs.rows)
  const output = inspector.layers.length - 1
  const hidden = inspector.layers.slice(0, output)
  const threshold = classThreshold(spec.output)
  const found: Pick<Prediction, 'predicted' | 'logits' | 'outputs' | 'probabilities'> = {
    predicted: [],
    logits: [],
    outputs: [],
    probabilities: [],
  }
  const values: MetricValue[][][] = hidden.map(() => [])
  inspector.inspect(samples, (batch) => {
    const logits = batch.preActivations(output)
    const outputs = batch.activations(output)
    for (let row = 0; row < batch.count; row++) {
      const label = classOf(logits.values, logits.at + row * logits.stride, logits.units, threshold)
      found.predicted.push(label < 0 ? null : label)
      found.logits.push(readRow(logits, row))
      found.outputs.push(readRow(outputs, row))
      found.probabilities.push(classScores(outputs, row).map(encodeValue))
      if (activations) for (const [i, rows] of values.entries()) rows.push(readRow(batch.activations(i), row))
    }
  })
  return {
    step,
    epoch,
    weights,
    labels: labelsOf(config.dataset),
    truth: known ? [...samples.labels] : null,
    ...found,
    activations: activations ? hidden.map((layer, i) => ({ layer, values: values[i]! })) : null,
  }
}

function readRow({ values, at, stride, units }: Rows, row: number): MetricValue[] {
  const start = at + row * stride
  return Array.from(values.subarray(start, start + units), encodeValue)
}

/** Samples of a split, in this order. */
function pick({ inputs, features, labels }: Samples, indices: readonly number[]): Samples {
  const picked =
    features instanceof Uint8Array
      ? new Uint8Array(indices.length * inputs)
      : new Float32Array(indices.length * inputs)
  for (const [row, index] of indices.entries()) {
    picked.set(features.subarray(index * inputs, (index + 1) * inputs), row * inputs)
  }
  return {
    count: indices.length,
    inputs,
    features: picked,
    labels: Uint16Array.from(indices, (index) => labels[index]!),
  }
}

/** Samples of no dataset, with features as its samples have them; their class, which nothing depends on, is 0. */
function gather(dataset: KeptNetwork['config']['dataset'], rows: readonly number[][]): Samples {
  const { inputs, values } = describeDataset(dataset)
  const flat = rows.flat()
  const features = values === 'bytes' ? Uint8Array.from(flat) : Float32Array.from(flat)
  return { count: rows.length, inputs, features, labels: new Uint8Array(rows.length) }
}
