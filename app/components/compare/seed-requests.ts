import type { RunRequest } from '#lib/contracts/run.ts'
import type { RunSet } from './run-sets.ts'

/** Seeds of a set with which a difference can be told from chance. */
export const enoughSeeds = 5
/** Runs that are queued at once at most. */
const mostRuns = 60

/**
 * Requests for as many more seeds as each set needs to have `enoughSeeds`: the least that it does not have. Forks, and
 * runs whose learning rate was set on the way, cannot be repeated by their configuration and are left out.
 */
export function seedRequests(sets: readonly RunSet[]): { requests: RunRequest[]; repeated: RunSet[] } {
  const repeated = sets.filter(({ runs }) => runs.length < enoughSeeds && canRepeat(runs[0]!))
  const each = repeated.map(moreSeeds)
  // All sets the same number, as far as there is room.
  const room = Math.floor(mostRuns / Math.max(1, repeated.length))
  return { requests: each.flatMap((requests) => requests.slice(0, room)), repeated }
}

const canRepeat = ({ run }: RunSet['runs'][number]): boolean =>
  run.fork === null && run.learningRateChanges.length === 0

function moreSeeds({ runs }: RunSet): RunRequest[] {
  const { config } = runs[0]!.run
  const taken = new Set(runs.map(({ run }) => run.config.seed))
  const requests: RunRequest[] = []
  for (let seed = 1; requests.length < enoughSeeds - runs.length; seed++) {
    if (!taken.has(seed)) requests.push({ ...config, seed })
  }
  return requests
}
