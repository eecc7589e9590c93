import {
  accuracyAxis,
  exactAxis,
  linearAxis,
  logAxis,
  type PlotAxis,
  roundedAxis,
  shareAxis,
} from './axes.ts'
import type { PlotLine } from './plot-line.ts'

/** The axis that suits a metric where nobody chose another. */
export type AxisKind = 'accuracy' | 'share' | 'log' | 'linear'

/** What a person chose of a vertical axis. */
export interface AxisChoice {
  /** Null: what suits the metric. */
  scale: 'log' | 'linear' | null
  range: readonly [low: number, high: number] | null
  /** Whether outliers may lie beyond the axis. */
  clip: boolean
}

/** Share of the values that clipping leaves out at either end. */
const leftOut = 0.02

const own: Record<AxisKind, (lines: readonly PlotLine[]) => PlotAxis> = {
  accuracy: accuracyAxis,
  share: shareAxis,
  log: (lines) => logAxis(lines, [0.1, 1]),
  linear: linearAxis,
}

/** A quantile of ascending numbers, between two of them in proportion (R's type 7); NaN of none. */
export function quantile(ascending: readonly number[], part: number): number {
  const at = (ascending.length - 1) * part
  const low = ascending[Math.floor(at)] ?? Number.NaN
  const high = ascending[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** The axis for lines as it was chosen, and how many entries lie beyond it. */
export function chooseAxis(
  lines: readonly PlotLine[],
  kind: AxisKind,
  { scale, range, clip }: AxisChoice,
): { axis: PlotAxis; outside: number } {
  const effective = scale ?? (kind === 'log' ? 'log' : 'linear')
  if (range && (effective === 'linear' || range[0] > 0)) {
    const axis = exactAxis(effective, range[0], range[1])
    return { axis, outside: countOutside(lines, axis) }
  }
  if (clip) {
    const values = lines
      .flatMap((line) => (line.faint ? [] : line.values))
      .filter((value) => Number.isFinite(value) && (effective === 'linear' || value > 0))
      .sort((a, b) => a - b)
    const [low, high] = [quantile(values, leftOut), quantile(values, 1 - leftOut)]
    if (values.length > 0) {
      const axis = roundedAxis(effective, low, high)
      return { axis, outside: countOutside(lines, axis) }
    }
  }
  return { axis: scale === null ? own[kind](lines) : own[scale](lines), outside: 0 }
}

function countOutside(lines: readonly PlotLine[], { domain: [low, high] }: PlotAxis): number {
  let outside = 0
  for (const { faint, values, min = values, max = values } of lines) {
    if (faint) continue
    for (const i of values.keys()) if (max[i]! > high || min[i]! < low) outside++
  }
  return outside
}
