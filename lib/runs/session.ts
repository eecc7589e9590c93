import type { Run } from '#lib/contracts/run.ts'
import { ClockWriter } from '#lib/series/clock.ts'
import { framesAfter, newestSeq } from '#lib/series/frames.ts'
import { LogWriter } from '#lib/series/log-writer.ts'
import { mergeVerdicts } from './merge-verdicts.ts'
import { persistently } from './persistently.ts'
import type { Claim, Delivery, Publisher, RunStore } from './ports.ts'
import { summarize } from './summary.ts'

/** How often, at most, a run's progress is told to everybody. */
const changedEveryMs = 250

interface Parts {
  store: RunStore
  publisher: Publisher
}

/** What one training has to say, on its way into the log and to whoever watches. */
export interface Session {
  readonly summary: Run['summary']
  /** Whether what the training delivered could not be stored. */
  readonly broken: boolean
  record(delivery: Delivery): Promise<void>
  /** Once nothing more is to be recorded: few blocks instead of many. */
  seal(): Promise<void>
}

/**
 * Writes what one training delivers: first into the log, then to whoever watches. A run begun again repeats
 * its frames bit for bit, so those that the log holds already are passed over.
 */
export function createSession({ store, publisher }: Parts, claim: Claim, ending: AbortSignal): Session {
  const runId = claim.run.id
  const writer = new LogWriter(claim.tail)
  const clock = new ClockWriter(claim.clock)
  let after = claim.lastSeq
  let summary = claim.run.summary
  let { verdicts } = claim.run
  let broken = false
  let told = 0

  const append = async (delivery: Delivery, newest: number, next: Run['summary']): Promise<boolean> => {
    const change = { log: writer.add(delivery.blocks), clock: clock.add(delivery.marks) }
    let failed = false
    return persistently(async () => {
      // An append whose answer was lost may have been written all the same, even while this one waited for it.
      const isThere = async () => failed && newest > after && (await store.lastSeq(runId)) === newest
      if (await isThere()) return true
      const again = failed
      failed = true
      return (await store.append(claim, after, delivery, change, next)) || (again && (await isThere()))
    }, ending)
  }

  const record = async (delivery: Delivery): Promise<void> => {
    const blocks = delivery.blocks
      .map((block) => framesAfter(block, after))
      .filter((block) => block.count > 0)
    const newest = newestSeq(blocks, after)
    const next = summarize(summary, blocks)
    verdicts = mergeVerdicts(verdicts, delivery.verdicts)
    if (!(await append({ ...delivery, blocks, verdicts }, newest, next))) {
      throw new Error(`attempt ${claim.attempt} of run ${runId} has lost its claim`)
    }
    after = newest
    summary = next
    if (blocks.length > 0) publisher.frames(runId, blocks)
    if (performance.now() - told < changedEveryMs) return
    told = performance.now()
    // It is stored; that it cannot be told now is no failure of it.
    const run = await store.find(runId).catch(() => null)
    if (run) publisher.changed(run)
  }

  return {
    get summary() {
      return summary
    },
    get broken() {
      return broken
    },
    record: (delivery) =>
      record(delivery).catch((error) => {
        broken = true
        throw error
      }),
    seal: () => store.seal(claim, writer.seal()),
  }
}
