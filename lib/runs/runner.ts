import type { Run } from '#lib/contracts/run.ts'
import type { Log } from '#lib/log.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import { type FrameBlock, framesAfter, lastSeq } from '#lib/series/frames.ts'
import { hashJson } from './identity.ts'
import type {
  Claim,
  Publisher,
  RunQueue,
  RunStore,
  Training,
  TrainingOutcome,
  TrainingPool,
  TrainingProgress,
} from './ports.ts'
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
  /** Claims and trains one run to its end; does nothing where the run is not waiting. */
  run(runId: string): Promise<void>
  /** Ends a training that goes on here. */
  stop(runId: string): void
  /** Ends every training and puts its run back into the queue. */
  drain(): Promise<void>
}

/** @see Runner */
export function createRunner(parts: Parts): Runner {
  const { store, queue, publisher, log } = parts
  const trainings = new Map<string, Training>()
  const handlers = new Set<Promise<void>>()
  let draining = false

  const settle = async (claim: Claim, session: Session, outcome: TrainingOutcome): Promise<Run | null> => {
    if (outcome.state === 'failed') return store.finish(claim, { ...outcome, receipt: null })
    if (outcome.state === 'stopped' && draining) return store.requeue(claim, 'shutdown', queue)
    const receipt = receiptOf(claim, session.summary, outcome)
    return store.finish(claim, { state: outcome.state, receipt, error: null })
  }

  const train = async (claim: Claim): Promise<void> => {
    const session = createSession(parts, claim)
    const { config, id: runId } = claim.run
    const training = parts.pool.start({ runId, config, numericClass: claim.numericClass }, session.record)
    trainings.set(runId, training)
    let run: Run | null
    try {
      // A stop may have been asked for between the claim and this moment.
      if (draining || (await store.isStopRequested(runId))) training.stop()
      run = await settle(claim, session, await training.outcome)
    } catch (error) {
      log.error({ error, runId, attempt: claim.attempt }, 'training ended abruptly')
      run = await store.requeue(claim, 'death', queue)
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
      const handler = claimAndTrain(runId)
      handlers.add(handler)
      await handler.finally(() => handlers.delete(handler))
    },
    stop: (runId) => trainings.get(runId)?.stop(),
    drain: async () => {
      draining = true
      for (const training of trainings.values()) training.stop()
      await Promise.allSettled(handlers)
    },
  }
}

interface Session {
  readonly summary: Run['summary']
  record(blocks: FrameBlock[], progress: TrainingProgress): Promise<void>
}

/**
 * Writes what one training delivers: first into the log, then to whoever watches. A run begun again repeats
 * its frames bit for bit, so those that the log holds already are passed over.
 */
function createSession({ store, publisher }: Parts, claim: Claim): Session {
  const runId = claim.run.id
  let after = claim.lastSeq
  let summary = claim.run.summary
  let told = 0
  return {
    get summary() {
      return summary
    },
    record: async (blocks, progress) => {
      const fresh = blocks.map((block) => framesAfter(block, after)).filter((block) => block.count > 0)
      const next = summarize(summary, fresh)
      const run = await store.append(claim, after, fresh, { ...progress, summary: next })
      if (!run) throw new Error(`attempt ${claim.attempt} of run ${runId} has lost its claim`)
      after = fresh.reduce((seq, block) => Math.max(seq, lastSeq(block)), after)
      summary = next
      if (fresh.length > 0) publisher.frames(runId, fresh)
      if (performance.now() - told < changedEveryMs) return
      told = performance.now()
      publisher.changed(run)
    },
  }
}

type Trained = Exclude<TrainingOutcome, { state: 'failed' }>

function receiptOf(
  claim: Claim,
  summary: Run['summary'],
  { weights, data, kernels }: Trained,
): Run['receipt'] {
  const config = hashJson(claim.run.config)
  return { config, data, kernels, numericClass: claim.numericClass, weights, summary: hashJson(summary) }
}
