import { count, magnitude, nameOfNonFinite, setting, share } from '#app/format/numbers.ts'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { Shrink } from './layer-readings.ts'

/** A part of one as a person says it: 1/240, 1/4.2, or 1.3 times. */
export function part(value: number): string {
  if (value >= 0.95) return `${value < 100 ? value.toFixed(1) : magnitude(value)} times`
  const inverse = 1 / value
  if (inverse < 10) return `1/${inverse.toFixed(1)} of`
  return inverse < 1e6 ? `1/${count(Number(inverse.toPrecision(2)))} of` : `1/${magnitude(inverse)} of`
}

/** First and last layer of a reading; null where there are not two. */
function ends(values: ReadonlyMap<string, number>): [string, number, string, number] | null {
  const entries = [...values]
  const first = entries[0]
  const last = entries.at(-1)
  return first && last && first !== last ? [...first, ...last] : null
}

/** How much of the output layer's gradient the first hidden layer gets, in a sentence; null where that is not known. */
function gradientFinding(values: ReadonlyMap<string, number>): string | null {
  const both = ends(values)
  if (!both) return null
  const [first, near, last, far] = both
  const broken = [near, far].find((value) => !Number.isFinite(value))
  if (broken !== undefined) return `The gradient is ${nameOfNonFinite(broken)}: the weights have diverged.`
  if (near === 0) return `No gradient reaches ${first}: it does not learn.`
  if (far === 0) return null
  return `${first} gets ${part(near / far)} the gradient of the ${last} layer.`
}

/** How much of the output's error comes back to the first layer, and how much its activations let through at most. */
function errorFinding(values: ReadonlyMap<string, number>, shrinks: readonly Shrink[]): string | null {
  const both = ends(values)
  if (!both) return null
  const [first, near, last, far] = both
  if (!Number.isFinite(near) || !Number.isFinite(far)) {
    return `The error is ${nameOfNonFinite(Number.isFinite(near) ? far : near)}: the weights have diverged.`
  }
  if (far === 0) return null
  const bound = shrinks.reduce((product, { peak }) => product * peak, 1)
  const limit =
    bound < 0.95
      ? `The slopes alone let at most ${part(bound)} it through ${shrinks.length === 1 ? 'one layer' : `${shrinks.length} layers`}.`
      : 'The slopes alone need not shrink it.'
  return near === 0
    ? `No error reaches ${first}. ${limit}`
    : `${first} gets ${part(near / far)} the error of the ${last} layer. ${limit}`
}

/** The layer with the most of something, in a sentence. */
function most(
  values: ReadonlyMap<string, number>,
  words: (layer: string, value: string) => string,
): string | null {
  const top = [...values].filter(([, value]) => Number.isFinite(value)).sort((a, b) => b[1] - a[1])[0]
  return top ? words(top[0], share(top[1])) : null
}

/** Smallest and greatest update ratio, in a sentence. */
function updateFinding(values: ReadonlyMap<string, number>): string | null {
  const sorted = [...values].filter(([, value]) => Number.isFinite(value)).sort((a, b) => a[1] - b[1])
  const least = sorted[0]
  const greatest = sorted.at(-1)
  if (!least || !greatest) return null
  return `A step changes ${least[0]} by ${magnitude(least[1])} of its length, ${greatest[0]} by ${magnitude(greatest[1])}; about ${setting(0.001)} is usual.`
}

/** What a measure says of the layers at one place, in a sentence; null where nothing is known. */
export function layerFinding(
  measure: MeasureName,
  values: ReadonlyMap<string, number>,
  shrinks: readonly Shrink[],
): string | null {
  switch (measure) {
    case 'grad_norm':
      return gradientFinding(values)
    case 'error_rms':
      return errorFinding(values, shrinks)
    case 'update_ratio':
      return updateFinding(values)
    case 'dead_units':
      return most(values, (layer, value) =>
        value === '0 %' ? 'No unit is dead.' : `${layer} has most dead units: ${value}.`,
      )
    case 'saturation':
      return most(values, (layer, value) => `${layer} is saturated most: ${value} of its outputs.`)
    case 'activation_mean':
    case 'activation_std':
      return values.size > 0 ? 'Mean and spread of what each layer puts out.' : null
  }
}
