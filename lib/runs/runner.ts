import { setTimeout as sleep } from 'node:timers/promises'
import type { Run } from '#lib/contracts/run.ts'
import type { Log } from '#lib/log.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import { framesAfter, newestSeq } from '#lib/series/frames.ts'
import { LogWriter } from '#lib/series/log-writer.ts'
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
  TrainingTask,
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

/** Trains the runs that wait, one for each turn that the queue delivers. */
export interface Runner {
  /**
   * Claims the next run and trains it to its end; does nothing where none may begin. Rejects where it could not
   * be claimed, and while everything ends.
   */
  turn(): Promise<void>
  /** Ends a training that goes on here. */
  stop(runId: string): void
  /** Sets the learning rate of a training that goes on here. */
  setLearningRate(runId: string, change: { id: number; learningRate: number }): void
  /** Requeues runs that are `running` though none of this server's threads holds them. */
  sweep(): Promise<void>
  /** Ends every training and puts its run back into the queue; from now on nothing is claimed. */
  drain(): Promise<void>
}

/** @see Runner */
export function createRunner(parts: Parts): Runner {
  const { store, queue, publisher, log } = parts
  const turns = new Set<Promise<void>>()
  /** Claims under way: which run they get is not known yet. */
  let claiming = 0
  /** From the claim to the end. */
  const held = new Set<string>()
  const trainings = new Map<string, Training>()
  /** Aborted once nothing may be claimed any more. */
  const ending = new AbortController()

  const settle = async (claim: Claim, session: Session, outcome: TrainingOutcome): Promise<Settled> => {
    const { id, replay } = claim.run
    await session.seal()
    if (outcome.state === 'failed') {
      return store.finish(claim, { ...outcome, receipt: null, comparison: null }, queue)
    }
    const { requested } = await store.wishes(id)
    if (outcome.state === 'stopped' && requested === null) {
      const cause = ending.signal.aborted ? 'the server ended' : 'the training was interrupted'
      return store.requeue(claim, { death: false, cause }, queue)
    }
    if (outcome.state === 'stopped' && requested === 'pause') {
      return store.finish(claim, { state: 'paused', receipt: null, error: null, comparison: null }, queue)
    }
    const receipt = receiptOf(claim, await store.find(id), session.summary, outcome)
    const compared = replay !== null && outcome.state === 'completed'
    const comparison = compared ? await compareWithOriginal(store, { of: replay.of, id }, receipt) : null
    return store.finish(claim, { state: outcome.state, receipt, error: null, comparison }, queue)
  }

  /** What was asked for between the claim and this moment. */
  const heed = async (runId: string, training: Training): Promise<void> => {
    const { requested, learningRate } = await store.wishes(runId)
    if (requested !== null || ending.signal.aborted) training.stop()
    if (learningRate) training.setLearningRate(learningRate)
  }

  const train = async (claim: Claim): Promise<void> => {
    const session = createSession(parts, claim, ending.signal)
    const { id: runId } = claim.run
    const training = parts.pool.start(toTask(claim), session.record)
    // It may end badly before anybody waits for it.
    training.outcome.catch(() => {})
    trainings.set(runId, training)
    let settled: Settled
    try {
      await heed(runId, training)
      const outcome = await training.outcome
      settled = await persistently(() => settle(claim, session, outcome), ending.signal)
    } catch (error) {
      training.stop()
      log.error({ error, runId, attempt: claim.attempt }, 'training ended abruptly')
      const interruption = { death: !session.broken, cause: (error as Error).message }
      settled = await persistently(() => store.requeue(claim, interruption, queue), ending.signal)
    } finally {
      trainings.delete(runId)
    }
    if (!settled) return
    const { state, attempt } = settled.run
    log.info({ runId, attempt, state }, 'attempt ends')
    for (const run of [settled.run, ...settled.followers]) publisher.changed(run)
  }

  const claimNext = async (): Promise<Claim | null> => {
    claiming++
    try {
      const claim = await store.claimNext(parts.numericClass)
      if (claim) held.add(claim.run.id)
      return claim
    } finally {
      claiming--
    }
  }

  const takeTurn = async (): Promise<void> => {
    const claim = await claimNext()
    if (!claim) return
    log.info({ runId: claim.run.id, attempt: claim.attempt }, 'attempt begins')
    publisher.changed(claim.run)
    await train(claim).finally(() => held.delete(claim.run.id))
  }

  return {
    turn: async () => {
      if (ending.signal.aborted) throw new Error('the server ends')
      const turn = takeTurn()
      turns.add(turn)
      await turn.finally(() => turns.delete(turn))
    },
    stop: (runId) => trainings.get(runId)?.stop(),
    setLearningRate: (runId, change) => trainings.get(runId)?.setLearningRate(change),
    sweep: async () => {
      const isHeld = (id: string) => claiming > 0 || held.has(id)
      for (const run of await store.putBackStranded(isHeld, queue)) publisher.changed(run)
    },
    drain: async () => {
      ending.abort()
      for (const training of trainings.values()) training.stop()
      await Promise.allSettled(turns)
    },
  }
}

type Settled = Awaited<ReturnType<RunStore['finish']>>

function toTask({ run, numericClass, from, forkedFrom, recordedStep }: Claim): TrainingTask {
  const { id: runId, config, progress, learningRateChanges } = run
  const learningRates = learningRateChanges.flatMap(({ step, learningRate }) =>
    step === null ? [] : [{ step, learningRate }],
  )
  const { steps } = progress
  return { runId, config, steps, numericClass, from, forkedFrom, learningRates, recordedStep }
}

interface Session {
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
function createSession({ store, publisher }: Parts, claim: Claim, ending: AbortSignal): Session {
  const runId = claim.run.id
  const writer = new LogWriter(claim.tail)
  let after = claim.lastSeq
  let summary = claim.run.summary
  let { verdicts } = claim.run
  let broken = false
  let told = 0

  const append = async (delivery: Delivery, newest: number, next: Run['summary']): Promise<boolean> => {
    const log = writer.add(delivery.blocks)
    let failed = false
    return persistently(async () => {
      // An append whose answer was lost may have been written all the same.
      if (failed && newest > after && (await store.lastSeq(runId)) === newest) return true
      failed = true
      return store.append(claim, after, delivery, log, next)
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
    seal: () => store.seal(claim, writer.seal()),
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
  run: Run | null,
  summary: Run['summary'],
  { weights, data, kernels }: Trained,
): NonNullable<Run['receipt']> {
  const config = hashConfig(run ?? claim.run)
  return { config, data, kernels, numericClass: claim.numericClass, weights, summary: hashJson(summary) }
}

/** Everything that decided what was trained: also where it began, and the learning rates that were set on the way. */
function hashConfig({ config, fork, learningRateChanges }: Run): string {
  const set = learningRateChanges.flatMap(({ step, learningRate }) =>
    step === null ? [] : [{ step, learningRate }],
  )
  return hashJson({
    ...config,
    ...(fork ? { fork: { step: fork.step, weights: fork.weights } } : {}),
    ...(set.length > 0 ? { learningRateChanges: set } : {}),
  })
}
