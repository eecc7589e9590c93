import { AppError } from '#lib/errors.ts'
import { newRunId } from './identity.ts'
import { assertFits } from './memory-limit.ts'
import type { Act, NewRun, Publisher, RunQueue, RunStore } from './ports.ts'
import type { Asker, Created, CreateOptions } from './runs.ts'

/** What a new run is asked to be; the rest follows. */
export type Wanted = Omit<NewRun, 'id' | 'activations' | 'idempotencyKey'>

interface Parts {
  store: RunStore
  queue: RunQueue
  publisher: Publisher
  maxRunBytes: number
}

/** What somebody asked for. */
export function toAct({ by, reason }: Asker): Act {
  return { by, asked: true, reason: reason ?? null }
}

/** Inserts runs so that one key makes one run. */
export function createInsert({ store, queue, publisher, maxRunBytes }: Parts) {
  const findByKey = async (key: string, requestHash: string): Promise<Created | null> => {
    const found = await store.findByIdempotencyKey(key)
    if (found && found.requestHash !== requestHash) {
      throw new AppError('idempotency_conflict', `The key made run ${found.run.id} from another request`)
    }
    return found && { run: found.run, created: false }
  }
  return async (run: Wanted, { idempotencyKey, ...asker }: CreateOptions): Promise<Created> => {
    const before = idempotencyKey && (await findByKey(idempotencyKey, run.requestHash))
    if (before) return before
    assertFits(run.config, maxRunBytes)
    try {
      const newRun: NewRun = {
        ...run,
        id: newRunId(await store.newestId()),
        activations: [...new Set(run.config.network.hidden.map((layer) => layer.activation))],
        idempotencyKey,
      }
      const inserted = await store.insert(newRun, toAct(asker), queue)
      publisher.changed(inserted)
      return { run: inserted, created: true }
    } catch (error) {
      // The same key may have arrived twice at the same moment; the database keeps the first.
      const twin = idempotencyKey && (await findByKey(idempotencyKey, run.requestHash))
      if (!twin) throw error
      return twin
    }
  }
}
