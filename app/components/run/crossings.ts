import type { HeatTone } from '#app/components/charts/heat-picture.tsx'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations } from '#lib/nn/activations.ts'
import { gradientIllness } from '#lib/nn/verdicts/gradients.ts'
import { deadShare, saturatedShare } from '#lib/nn/verdicts/units.ts'

/** What the threshold of a measure is called, and how loud its crossing is; absent where no rule reads the measure. */
export const crossingWords: Partial<Record<MeasureName, { tone: HeatTone; words: string }>> = {
  grad_norm: { tone: 'warn', words: 'vanishing or exploding' },
  dead_units: { tone: 'bad', words: `above ${100 * deadShare} %` },
  saturation: { tone: 'warn', words: `above ${100 * saturatedShare} %` },
}

/**
 * Which layers cross the threshold of a verdict's rule at one place, by the rules' own figures. Whether a crossing has
 * lasted long enough to be a verdict is not asked.
 *
 * @param values of every layer, the hidden ones first; null where nothing was recorded
 */
export function crossingsOf(
  measure: MeasureName,
  hidden: readonly HiddenLayer[],
  values: readonly (number | null)[],
): (HeatTone | null)[] {
  switch (measure) {
    case 'grad_norm': {
      const illness =
        hidden.length > 1
          ? gradientIllness(values[0] ?? Number.NaN, values[hidden.length - 1] ?? Number.NaN)
          : null
      const tone = illness && (illness === 'exploding' ? 'bad' : 'warn')
      return values.map((_, row) => (row === 0 ? tone : null))
    }
    case 'dead_units':
      return values.map((value, row) => (row < hidden.length && (value ?? 0) > deadShare ? 'bad' : null))
    case 'saturation':
      return values.map((value, row) => {
        const layer = hidden[row]
        const judged = layer && !activations[layer.activation].rectifier
        return judged && (value ?? 0) > saturatedShare ? 'warn' : null
      })
    default:
      return values.map(() => null)
  }
}
