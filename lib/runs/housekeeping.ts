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

/** What is to be done now and then: removes for good what was deleted, and takes raw points that are old enough. */
export async function keepHouse({ store, retention, settings, log }: Parts, now = Date.now()): Promise<void> {
  const gone = await store.purge(new Date(now - restorableMs))
  if (gone.length > 0) log.info({ runs: gone }, 'deleted for good')
  const { thinAfterDays, dropAfterDays } = settings().retention
  for (const [left, days] of [
    ['none', dropAfterDays],
    ['thinned', thinAfterDays],
  ] as const) {
    if (days === null) continue
    for (let runs = -1; runs !== 0; ) {
      runs = await retention.retain(left, new Date(now - days * dayMs))
      if (runs > 0) log.info({ runs, left }, 'raw points of old runs')
    }
  }
}
