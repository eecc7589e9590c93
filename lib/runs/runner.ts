import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '#lib/contracts/run.ts'
import type { Log } from '#lib/log.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import { framesAfter, newestSeq } from '#lib/series/frames.ts'
import { hashJson } from './identity.ts'
import { mergeVerdicts } from './merge-verdicts.ts'
import type {
  Claim,
  Delivery,
  Publisher,
  RunQueue,
  RunStore,
  Training,
  TrainingOutcome,
  TrainingPool,
} from './ports.ts'
import { compareWithOriginal } from './replay.ts'
import { summarize } from './summary.ts'

/** How often, at most, a run's progress is told to everybody. */
const changedEveryMs = 250

interface Parts {
  store: RunStore
  queue: RunQueue
  pool: TrainingPool
  publisher: Publisher
  /** Of the kernels that this server would choose; a run that began in another keeps its own. */
  numericClass: NumericClass
  log: Log
}

/** Trains the runs that the queue delivers. */
export interface Runner {
  /**
   * Claims and trains one run to its end; does nothing where the run is not waiting. Rejects where it could not
   * be claimed, and while everything ends.
   */
  run(runId: string): Promise<void>
  /** Ends a training that goes on here. */
  stop(runId: string): void
  /** Requeues runs that are `running` though none of this server's threads holds them. */
  sweep(): Promise<void>
  /** Ends every training and puts its run back into the queue; from now on nothing is claimed. */
  drain(): Promise<void>
}

/** @see Runner */
export function createRunner(parts: Parts): Runner {
  const { store, queue, publisher, log } = parts
  /** From before the claim to the end. */
  const held = new Map<string, Promise<void>>()
  const trainings = new Map<string, Training>()
  /** Aborted once nothing may be claimed any more. */
  const ending = new AbortController()

  const settle = async (claim: Claim, session: Session, outcome: TrainingOutcome): Promise<Run | null> => {
    if (outcome.state === 'failed') {
      return store.finish(claim, { ...outcome, receipt: null, comparison: null })
    }
    if (outcome.state === 'stopped' && ending.signal.aborted) {
      return store.requeue(claim, { death: false, cause: 'the server ended' }, queue)
    }
    const receipt = receiptOf(claim, session.summary, outcome)
    const { id, replay } = claim.run
    const compared = replay !== null && outcome.state === 'completed'
    const comparison = compared ? await compareWithOriginal(store, { of: replay.of, id }, receipt) : null
    return store.finish(claim, { state: outcome.state, receipt, error: null, comparison })
  }

  const train = async (claim: Claim): Promise<void> => {
    const session = createSession(parts, claim, ending.signal)
    const { config, id: runId } = claim.run
    const { numericClass, from } = claim
    const training = parts.pool.start({ runId, config, numericClass, from }, session.record)
    // It may end badly before anybody waits for it.
    training.outcome.catch(() => {})
    trainings.set(runId, training)
    let run: Run | null
    try {
      // A stop may have been asked for between the claim and this moment.
      if (ending.signal.aborted || (await store.isStopRequested(runId))) training.stop()
      const outcome = await training.outcome
      run = await persistently(() => settle(claim, session, outcome), ending.signal)
    } catch (error) {
      training.stop()
      log.error({ error, runId, attempt: claim.attempt }, 'training ended abruptly')
      const interruption = { death: !session.broken, cause: (error as Error).message }
      run = await persistently(() => store.requeue(claim, interruption, queue), ending.signal)
    } finally {
      trainings.delete(runId)
    }
    if (run) publisher.changed(run)
  }

  const claimAndTrain = async (runId: string): Promise<void> => {
    const claim = await store.claim(runId, parts.numericClass)
    if (!claim) return
    log.info({ runId, attempt: claim.attempt }, 'run begins')
    publisher.changed(claim.run)
    await train(claim)
  }

  return {
    run: async (runId) => {
      if (ending.signal.aborted) throw new Error('the server ends')
      if (held.has(runId)) return
      const handler = claimAndTrain(runId)
      held.set(runId, handler)
      await handler.finally(() => held.delete(runId))
    },
    stop: (runId) => trainings.get(runId)?.stop(),
    sweep: async () => {
      for (const run of await store.putBackStranded((id) => held.has(id), queue)) publisher.changed(run)
    },
    drain: async () => {
      ending.abort()
      for (const training of trainings.values()) training.stop()
      await Promise.allSettled(held.values())
    },
  }
}

interface Session {
  readonly summary: Run['summary']
  /** Whether what the training delivered could not be stored. */
  readonly broken: boolean
  record(delivery: Delivery): Promise<void>
}

/**
 * Writes what one training delivers: first into the log, then to whoever watches. A run begun again repeats
 * its frames bit for bit, so those that the log holds already are passed over.
 */
function createSession({ store, publisher }: Parts, claim: Claim, ending: AbortSignal): Session {
  const runId = claim.run.id
  let after = claim.lastSeq
  let summary = claim.run.summary
  let { verdicts } = claim.run
  let broken = false
  let told = 0

  const append = async (delivery: Delivery, newest: number, next: Run['summary']): Promise<boolean> => {
    let failed = false
    return persistently(async () => {
      // An append whose answer was lost may have been written all the same.
      if (failed && newest > after && (await store.lastSeq(runId)) === newest) return true
      failed = true
      return store.append(claim, after, delivery, next)
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
    const run = await store.find(runId)
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
  }
}

/** Pauses between tries, in milliseconds: about half a minute in all. */
const pauses = [100, 300, 1000, 2000, 4000, 8000, 15_000]

/** Does it again where it throws: the database may be away for a moment. One last time, at once, where all ends. */
async function persistently<T>(action: () => Promise<T>, ending: AbortSignal): Promise<T> {
  for (const pause of pauses) {
    try {
      return await action()
    } catch (error) {
      if (ending.aborted) throw error
      await sleep(pause, undefined, { signal: ending }).catch(() => {})
    }
  }
  return action()
}

type Trained = Exclude<TrainingOutcome, { state: 'failed' }>

function receiptOf(
  claim: Claim,
  summary: Run['summary'],
  { weights, data, kernels }: Trained,
): NonNullable<Run['receipt']> {
  const config = hashJson(claim.run.config)
  return { config, data, kernels, numericClass: claim.numericClass, weights, summary: hashJson(summary) }
}
