import type { MeanDifference } from './welch.ts'

/** A place in hundredths of the width; beyond the ends it stays there. */
export type DuelScale = (value: number) => number

/** How many times farther away than the closest others may be for all of them to be drawn on one scale. */
const readable = 3
/** Room at either end, as a part of all. */
const margin = 0.04

/**
 * From the least bound, or 0, to the greatest of those that leave something to be seen of the first interval.
 *
 * @param intervals at least one, the closest to 0 first
 */
export function duelScale(intervals: readonly MeanDifference[]): DuelScale {
  const closest = intervals[0]!
  const most = readable * Math.max(closest.high, closest.high - closest.low, 0.001)
  const within = (value: number) => Math.min(most, Math.max(-most, value))
  const bounds = intervals.flatMap(({ low, high }) => [within(low), within(high)])
  const low = Math.min(0, ...bounds)
  const high = Math.max(low + 0.001, ...bounds)
  const room = margin * (high - low)
  return (value) => Math.min(100, Math.max(0, (100 * (value - low + room)) / (high - low + 2 * room)))
}
