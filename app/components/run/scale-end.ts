import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** How often the scale of a long run may have been halved at its beginning. */
const mostHalvings = 6

/**
 * The step at which the horizontal scale of a run's charts ends: its last reading once it has ended. Of a run that goes
 * on it is all of it, or so small a half of a half of it that what is recorded still fits: the beginning of a long run
 * is seen, the scale changes a few times only, and from the middle on it stays.
 *
 * @param latest last step with a reading; 0 before the first
 */
export function scaleEnd({ state, progress }: Pick<Run, 'state' | 'progress'>, latest: number): number {
  if (latest === 0) return progress.steps
  if (endedStates.includes(state)) return latest
  let end = progress.steps
  for (let halvings = 0; halvings < mostHalvings && latest <= end / 2; halvings++) end /= 2
  return Math.max(end, latest)
}
