import type { PlotLine } from './plot-line.ts'

/** Strongest smoothing: at 1 nothing would ever change. */
export const strongest = 0.99

/**
 * Exponential moving average with the bias towards its start at zero taken out, as TensorBoard smooths:
 * `a ← w·a + (1 − w)·x`, shown as `a ÷ (1 − wⁿ)` (the correction of Adam, Kingma and Ba 2015, section 3).
 * What is no finite number stays as it is, and the average goes on behind it.
 *
 * @param weight `w`, from 0 (as recorded) to 0.99
 */
export function smoothed(values: readonly number[], weight: number): number[] {
  let average = 0
  let left = 1
  return values.map((value) => {
    if (!Number.isFinite(value)) return value
    average = weight * average + (1 - weight) * value
    left *= weight
    return average / (1 - left)
  })
}

/** Every line smoothed, and behind it faintly what was recorded. */
export function smoothLines(lines: readonly PlotLine[], weight: number): PlotLine[] {
  if (weight === 0) return [...lines]
  const main = lines.filter(({ quiet }) => !quiet)
  return [
    ...main.map((line) => ({ ...line, id: `${line.id} recorded`, faint: true })),
    ...lines.map(({ min: _min, max: _max, nans: _nans, ...line }) => ({
      ...line,
      values: smoothed(line.values, weight),
    })),
  ]
}
