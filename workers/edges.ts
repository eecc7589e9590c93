import { evaluationLimits, type LayerEdges } from '#lib/contracts/evaluation.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Inspector } from '#lib/nn/inspector.ts'
import type { NetworkSpec } from '#lib/nn/spec.ts'

/** The strongest weights between each layer and the one below, among units that are evenly drawn from both. */
export function strongestEdges(inspector: Inspector, spec: NetworkSpec): LayerEdges[] {
  const widths = [spec.inputs, ...spec.hidden.map(({ units }) => units), spec.output.units]
  return inspector.layers.map((to, index) => {
    const from = inspector.layers[index - 1] ?? 'input'
    const [inputs, units] = [widths[index]!, widths[index + 1]!]
    const fromUnits = drawEvenly(inputs)
    const toUnits = drawEvenly(units)
    return {
      from,
      to,
      fromUnits,
      toUnits,
      weights: strongest(inspector.get(`${to}/weights`), units, fromUnits, toUnits),
    }
  })
}

/** Places of at most so many of `count` as are drawn, the first and the last among them. */
function drawEvenly(count: number): number[] {
  const most = evaluationLimits.drawnUnits
  if (count <= most) return Array.from({ length: count }, (_, unit) => unit)
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)))
}

/** Of weights `[inputs, units]`; NaN is stronger than anything. */
function strongest(
  weights: Float32Array,
  units: number,
  fromUnits: readonly number[],
  toUnits: readonly number[],
): LayerEdges['weights'] {
  const strength = (weight: number) => (Number.isNaN(weight) ? Number.POSITIVE_INFINITY : Math.abs(weight))
  return fromUnits
    .flatMap((from) => toUnits.map((to) => ({ from, to, weight: weights[from * units + to]! })))
    .map((edge) => ({ ...edge, strength: strength(edge.weight) }))
    .sort((a, b) => (a.strength === b.strength ? 0 : b.strength - a.strength))
    .slice(0, evaluationLimits.edges)
    .map(({ from, to, weight }) => ({ from, to, weight: encodeValue(weight) }))
}
