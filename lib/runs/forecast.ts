import { countParameters, type RunConfig } from '#lib/contracts/run.ts'
import type { WaitingRun } from './ports.ts'

/** How fast a run of some config trained. */
export interface Speed {
  config: RunConfig
  samplesPerSecond: number
}

/**
 * Milliseconds from now at which each waiting run is expected to begin, given the seconds that each running one still
 * takes (null: unknown) and how many may run at once. Null from the first run on of whose predecessors nothing is known.
 */
export function forecast(
  running: readonly (number | null)[],
  waiting: readonly WaitingRun[],
  limit: number,
  speeds: readonly Speed[],
): (number | null)[] {
  // When each place becomes free, in seconds; beyond the limit, places are not used again.
  const free = running.map((seconds) => seconds ?? Number.NaN)
  while (free.length < limit) free.push(0)
  // NaN sorts last: an end that nobody knows is no end to wait for.
  free.sort((a, b) => (Number.isNaN(a) ? 1 : Number.isNaN(b) ? -1 : a - b))
  free.splice(0, Math.max(0, free.length - limit))
  return waiting.map((run) => {
    const start = free.shift()!
    const seconds = estimateSeconds(run, speeds)
    const end = seconds === null ? Number.NaN : start + seconds
    const place = free.findIndex((other) => Number.isNaN(other) || other > end)
    free.splice(place < 0 || Number.isNaN(end) ? free.length : place, 0, end)
    return Number.isNaN(start) ? null : 1000 * start
  })
}

/**
 * Seconds that a run takes, by the newest runs like it, or else by those of any network, a sample costing as much as
 * there are parameters; null where no run has trained yet.
 */
function estimateSeconds({ config, samples }: WaitingRun, speeds: readonly Speed[]): number | null {
  const shape = shapeOf(config)
  const alike = speeds.filter((speed) => shapeOf(speed.config) === shape)
  const known = median(alike.map(({ samplesPerSecond }) => samplesPerSecond))
  if (known !== null) return samples / known
  const rate = median(speeds.map((speed) => speed.samplesPerSecond * costOf(speed.config)))
  return rate === null ? null : (samples * costOf(config)) / rate
}

function shapeOf({ dataset, batchSize, network: { hidden } }: RunConfig): string {
  return [dataset, batchSize, ...hidden.map(({ units }) => units)].join()
}

/** A sample costs something even in the smallest network. */
function costOf({ dataset, network }: RunConfig): number {
  return 2000 + countParameters(dataset, network)
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
