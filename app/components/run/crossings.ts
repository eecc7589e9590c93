import type { HeatTone } from '#app/components/charts/heat-picture.tsx'
import type { MeasureName } from '#lib/contracts/diagnostics.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations } from '#lib/nn/activations.ts'
import { gradientIllness } from '#lib/nn/verdicts/gradients.ts'
import { deadShare, saturatedShare } from '#lib/nn/verdicts/units.ts'

/** What crossing the threshold of a measure is called, by how loud it is; absent where no rule reads the measure. */
export const crossingWords: Partial<Record<MeasureName, Partial<Record<HeatTone, string>>>> = {
  grad_norm: { warn: 'vanishing', bad: 'exploding' },
  dead_units: { bad: `above ${100 * deadShare} %` },
  saturation: { warn: `above ${100 * saturatedShare} %` },
}

/** The outlines of a map by how loud they are, and what they are called: for its key. */
export function outlinesIn(
  measure: MeasureName,
  outlines: readonly { tone: HeatTone }[],
): { tone: HeatTone; words: string }[] {
  return (['warn', 'bad'] as const).flatMap((tone) => {
    const words = crossingWords[measure]?.[tone]
    return words && outlines.some((outline) => outline.tone === tone) ? [{ tone, words }] : []
  })
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
