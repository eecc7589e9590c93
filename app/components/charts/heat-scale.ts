import { powerTick, setting, share } from '#app/format/numbers.ts'

/** Classes of a heat map; more cannot be told apart. */
export const heatClasses = 9

/** Which tokens a heat map is drawn with: magnitudes, shares of something bad, signed values. */
export type HeatRamp = 'seq' | 'harm' | 'div'

/** How the values of a heat map become classes, and how the ends of the ramp read. */
export interface HeatScale {
  ramp: HeatRamp
  /** Class of a finite value, 0 to 8; beyond the ends it stays in the outermost. */
  classOf: (value: number) => number
  low: string
  high: string
}

/** CSS colour of a class. */
export function heatColour(ramp: HeatRamp, index: number): string {
  return `var(--${ramp}-${index})`
}

const within = (index: number) => Math.min(heatClasses - 1, Math.max(0, Math.floor(index)))

/** Share of the values that may lie beyond either end of a scale, so that one spike does not make the rest alike. */
const beyond = 0.01
/** Decades that a scale of magnitudes covers at least: noise is not blown up to all nine classes. */
const leastDecades = 2

/**
 * Classes of equal ratio between whole powers of ten. Zero and what is smaller lie in the lowest class.
 *
 * @param values finite ones, in any order
 */
export function magnitudeScale(values: readonly number[]): HeatScale {
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b)
  const skipped = Math.floor(sorted.length * beyond)
  const least = sorted[skipped] ?? 0.01
  const most = sorted.at(-1 - skipped) ?? 1
  const top = Math.ceil(Math.log10(most) - 1e-9)
  const bottom = Math.min(Math.floor(Math.log10(least) + 1e-9), top - leastDecades)
  const name = (exponent: number) => powerTick(10 ** exponent)
  return {
    ramp: 'seq',
    classOf: (value) =>
      value > 0 ? within(((Math.log10(value) - bottom) / (top - bottom)) * heatClasses) : 0,
    low: `${values.some((value) => value < 10 ** bottom) ? '≤ ' : ''}${name(bottom)}`,
    high: `${(sorted.at(-1) ?? 0) > 10 ** top * (1 + 1e-9) ? '≥ ' : ''}${name(top)}`,
  }
}

/**
 * Shares from 0 to 60 %, so that the thresholds of the verdicts are told from all, or to all of it.
 *
 * @param ramp `harm` for shares of something bad
 */
export function shareScale(values: readonly number[], ramp: 'harm' | 'seq' = 'harm'): HeatScale {
  const most = values.some((value) => value > 0.6) ? 1 : 0.6
  return {
    ramp,
    classOf: (value) => within((value / most) * heatClasses),
    low: share(0),
    high: share(most),
  }
}

/** Values of either sign, as far below 0 as above it; what is near 0 lies in the middle class. */
export function signedScale(values: readonly number[]): HeatScale {
  const sizes = values.map(Math.abs).sort((a, b) => a - b)
  const most = roundUp(sizes.at(-1 - Math.floor(sizes.length * beyond)) || 1)
  const end = setting(Number(most.toPrecision(2)))
  return {
    ramp: 'div',
    classOf: (value) => within(((value + most) / (2 * most)) * heatClasses),
    low: `−${end}`,
    high: end,
  }
}

/** The least of 1, 2, 5 times a power of ten that is not below a size. */
function roundUp(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size))
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= size * (1 - 1e-9))!
}
