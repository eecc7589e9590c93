import { activations, defaultAlpha } from '../../../lib/nn/activations.ts'
import { binaryCrossEntropy, crossEntropy, meanSquaredError, softmax } from '../../../lib/nn/losses.ts'
import type { NetworkSpec, Samples } from '../../../lib/nn/spec.ts'

/** Parameters as a trainer gives them, in float64. */
export type Parameters = number[][]

interface Output {
  logits: number[]
  /** Smallest |z| of any hidden unit: how near a kink this sample is. */
  nearestKink: number
}

function forward(spec: NetworkSpec, parameters: Parameters, features: number[]): Output {
  let values = features
  let nearestKink = Infinity
  const layers = [...spec.hidden, spec.output]
  layers.forEach((layer, index) => {
    const [weights, biases] = [parameters[2 * index]!, parameters[2 * index + 1]!]
    const z = biases.map((bias, unit) =>
      values.reduce((sum, value, i) => sum + value * weights[i * layer.units + unit]!, bias),
    )
    const hidden = spec.hidden[index]
    if (!hidden) {
      values = z
      return
    }
    nearestKink = Math.min(nearestKink, ...z.map(Math.abs))
    values = z.map((value) => activations[hidden.activation].value(value, hidden.alpha ?? defaultAlpha))
  })
  return { logits: values, nearestKink }
}

function lossOf(spec: NetworkSpec, logits: number[], label: number): number {
  const { loss, activation } = spec.output
  if (loss === 'cross_entropy') return crossEntropy(logits, label)
  if (loss === 'binary_cross_entropy') return binaryCrossEntropy(logits[0]!, label)
  const outputs = {
    linear: () => logits,
    sigmoid: () => logits.map((z) => 1 / (1 + Math.exp(-z))),
    softmax: () => softmax(logits),
  }[activation]()
  return meanSquaredError(outputs, label)
}

/** Mean loss over all samples, and the nearest that any of them comes to a kink, in float64. */
export function referenceLoss(spec: NetworkSpec, parameters: Parameters, samples: Samples) {
  let total = 0
  let nearestKink = Infinity
  for (let row = 0; row < samples.count; row++) {
    const features = [...samples.features.subarray(row * samples.inputs, (row + 1) * samples.inputs)]
    const output = forward(spec, parameters, features)
    total += lossOf(spec, output.logits, samples.labels[row]!)
    nearestKink = Math.min(nearestKink, output.nearestKink)
  }
  return { loss: total / samples.count, nearestKink }
}

/** ∂(mean loss)/∂parameters by central differences. */
export function referenceGradient(spec: NetworkSpec, parameters: Parameters, samples: Samples): Parameters {
  const h = 1e-5
  return parameters.map((values) =>
    values.map((value, index) => {
      const at = (moved: number) => {
        values[index] = moved
        return referenceLoss(spec, parameters, samples).loss
      }
      const slope = (at(value + h) - at(value - h)) / (2 * h)
      values[index] = value
      return slope
    }),
  )
}
