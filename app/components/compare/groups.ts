import type { PlotLine } from '#app/components/charts/plot-line.ts'
import { sample } from '#app/components/charts/spread.ts'
import { absent, configFields } from '#app/format/config-fields.ts'
import type { Run } from '#lib/contracts/run.ts'
import { type Band, halfBand, meanAndDeviation } from './statistics.ts'

/** Groups runs that differ in nothing but their seed. */
export const allButSeed = 'all-but-seed'

/** Runs that are drawn as one line. */
export interface RunGroup {
  /** Without a space: what lines of the group are found by. */
  id: string
  label: string
  /** Indices of its runs. */
  members: number[]
}

/** The fields that tell runs apart, the seed left out: what groups can be made by. */
export function groupFields(runs: readonly Run[]): string[] {
  const all = runs.map((run) => configFields(run.config))
  return (all[0] ?? []).flatMap(({ name, value }, i) =>
    name !== 'seed' && all.some((fields) => fields[i]!.value !== value) ? [name] : [],
  )
}

/** Runs with the same value of a field, or with the same of every field but the seed, in the order of their first. */
export function groupRuns(runs: readonly Run[], by: string): RunGroup[] {
  const fields = by === allButSeed ? groupFields(runs) : [by]
  const labels = runs.map((run) => {
    const values = new Map(configFields(run.config).map(({ name, value }) => [name, value]))
    return fields.map((field) => values.get(field) ?? absent).join(', ')
  })
  const groups = Map.groupBy(runs.keys(), (i) => labels[i]!)
  return [...groups].map(([label, members], i) => ({
    id: `group-${i}`,
    label: label || `all ${runs.length} runs`,
    members,
  }))
}

/** Places at which means are drawn at most. */
const mostPlaces = 450

/** The value of a line at a place, between two points in proportion; null outside it and next to what is no number. */
export function valueAt({ xs, values }: Pick<PlotLine, 'xs' | 'values'>, x: number): number | null {
  let low = 0
  let high = xs.length - 1
  if (high < 0 || x < xs[0]! || x > xs[high]!) return null
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (xs[middle]! <= x) low = middle
    else high = middle
  }
  const at = x === xs[high]! ? high : low
  if (xs[at] === x) return Number.isFinite(values[at]!) ? values[at]! : null
  const value = values[low]! + ((values[high]! - values[low]!) * (x - xs[low]!)) / (xs[high]! - xs[low]!)
  return Number.isFinite(value) ? value : null
}

/**
 * The mean of lines at every place where one of them has a point, the others read between their points, over those
 * that have a value there: where a line has ended, fewer. Where no line has one, the mean is broken.
 */
export function meanLine(
  look: Pick<PlotLine, 'id' | 'label' | 'colour' | 'dashed'>,
  lines: readonly PlotLine[],
  band: Band,
): PlotLine {
  const places = [...new Set(lines.flatMap(({ xs }) => [...xs]))].sort((a, b) => a - b)
  const xs = sample(places, mostPlaces)
  const values: number[] = []
  const min: number[] = []
  const max: number[] = []
  const runs: number[] = []
  for (const x of xs) {
    const here = lines.flatMap((line) => valueAt(line, x) ?? [])
    const middle = here.length > 0 ? meanAndDeviation(here).mean : Number.NaN
    const half = halfBand(here, band)
    values.push(middle)
    min.push(middle - half)
    max.push(middle + half)
    runs.push(here.length)
  }
  const total = lines.reduce((most, line) => Math.max(most, line.total), 0)
  return { ...look, xs, values, min, max, runs, banded: true, total }
}
