import type { Run, RunRequest } from '#lib/contracts/run.ts'
import { createRun, hasEnded, waitForRun } from '../helpers/api.ts'
import { type Dish, forkChanges, menu } from './menu.ts'
import { insist } from './requests.ts'
import type { Site } from './site.ts'
import { readStoredLog, type StoredFrame } from './stored-log.ts'

/** How a run comes out that nobody disturbs. */
export interface Reference {
  run: Run
  receipt: NonNullable<Run['receipt']>
  frames: StoredFrame[]
}

export type References = ReadonlyMap<string, Reference>

export const forkOf = (dish: Dish): string => `fork of ${dish}`

/** Trains everything that is on the menu, and a fork of each, with nothing in the way. */
export async function trainReferences(site: Site, dishes: readonly Dish[]): Promise<References> {
  const references = new Map<string, Reference>()
  const runs = await Promise.all(
    dishes.map(async (dish) => [dish, await createRun(site.url, menu[dish] as RunRequest)] as const),
  )
  for (const [dish, { id }] of runs) {
    references.set(dish, await toReference(site, id))
    const { body } = await insist<Run>(site, {
      method: 'POST',
      path: `/runs/${id}/fork`,
      body: { config: forkChanges(dish) },
    })
    references.set(forkOf(dish), await toReference(site, body.id))
  }
  return references
}

async function toReference(site: Site, id: string): Promise<Reference> {
  const run = await waitForRun(site.url, id, hasEnded)
  if (run.state !== 'completed' || !run.receipt) throw new Error(`A reference is ${run.state}: ${run.error}`)
  return { run, receipt: run.receipt, frames: await readStoredLog(site, id) }
}
