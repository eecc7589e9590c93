import type { Settings } from '#lib/contracts/settings.ts'
import type { Log } from '#lib/log.ts'
import type { Retention } from './log-ports.ts'
import type { RunStore } from './ports.ts'

/** How long a deleted run can be restored. */
const restorableMs = 3600_000
const dayMs = 24 * 3600_000

interface Parts {
  store: Pick<RunStore, 'purge'>
  retention: Retention
  settings(): Settings
  log: Log
}

/** Does what is to be done now and then, again and again, one time after the other. */
export function startHousekeeping(parts: Parts, everyMs: number): { stop(): Promise<void> } {
  const ending = new AbortController()
  let underWay: Promise<void> | null = null
  const timer = setInterval(() => {
    underWay ??= keepHouse(parts, ending.signal)
      .catch((error) => parts.log.error({ error }, 'housekeeping'))
      .finally(() => {
        underWay = null
      })
  }, everyMs)
  return {
    stop: async () => {
      clearInterval(timer)
      ending.abort()
      await underWay
    },
  }
}

/** Removes for good what was deleted, and takes raw points that are old enough: some runs at a time, until told to end. */
async function keepHouse({ store, retention, settings, log }: Parts, ending: AbortSignal): Promise<void> {
  const gone = await store.purge(new Date(Date.now() - restorableMs))
  if (gone.length > 0) log.info({ runs: gone }, 'deleted for good')
  const take = async (left: 'none' | 'thinned', afterDays: () => number | null) => {
    for (let runs = -1; runs !== 0 && !ending.aborted; ) {
      const days = afterDays()
      if (days === null) return
      runs = await retention.retain(left, new Date(Date.now() - days * dayMs))
      if (runs > 0) log.info({ runs, left }, 'raw points of old runs')
    }
  }
  // What is to be dropped need not be thinned first.
  await take('none', () => settings().retention.dropAfterDays)
  await take('thinned', () => settings().retention.thinAfterDays)
}
