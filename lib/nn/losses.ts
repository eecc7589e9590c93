/** log Σ eᶻ, without overflow. */
function logSumExp(logits: readonly number[]): number {
  const greatest = Math.max(...logits)
  return greatest + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - greatest), 0))
}

/** Softmax: eᶻ / Σ eᶻ, a categorical distribution; float64, stable for any finite logits. */
export function softmax(logits: readonly number[]): number[] {
  const greatest = Math.max(...logits)
  const exponentials = logits.map((z) => Math.exp(z - greatest))
  const total = exponentials.reduce((sum, e) => sum + e)
  return exponentials.map((e) => e / total)
}

/** −log softmax(logits)[label], from logits. */
export function crossEntropy(logits: readonly number[], label: number): number {
  return logSumExp(logits) - logits[label]!
}

/** −log σ(z) for label 1, −log(1 − σ(z)) for 0, as max(z, 0) − z·label + log(1 + e^−|z|). */
export function binaryCrossEntropy(logit: number, label: number): number {
  return Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)))
}

/** Mean over the outputs of (output − target)²; the target is the label for one output, else one-hot. */
export function meanSquaredError(outputs: readonly number[], label: number): number {
  const target = (unit: number) => (outputs.length === 1 ? label : Number(unit === label))
  return outputs.reduce((sum, output, unit) => sum + (output - target(unit)) ** 2, 0) / outputs.length
}
