import type { Run } from '#lib/contracts/run.ts'
import type { Log } from '#lib/log.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import { hashJson } from './identity.ts'
import { isUnavailable, persistently } from './persistently.ts'
import type {
  Claim,
  Publisher,
  RunQueue,
  RunStore,
  Training,
  TrainingOutcome,
  TrainingPool,
  TrainingTask,
} from './ports.ts'
import { compareWithOriginal } from './replay.ts'
import { createSession, type Session } from './session.ts'

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
  /**
   * Requeues runs that are `running` though none of this server's threads holds them, and tells the others again
   * what was asked for.
   */
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
      await persistently(() => heed(runId, training), ending.signal)
      const outcome = await training.outcome
      settled = await persistently(() => settle(claim, session, outcome), ending.signal)
    } catch (error) {
      training.stop()
      log.error({ error, runId, attempt: claim.attempt }, 'training ended abruptly')
      const death = !session.broken && !isUnavailable(error)
      const interruption = { death, cause: (error as Error).message }
      settled = await persistently(() => store.requeue(claim, interruption, queue), ending.signal)
    } finally {
      trainings.delete(runId)
    }
    if (!settled) {
      // Another's by now; or the answer that it has ended was lost on the way.
      const run = await store.find(runId).catch(() => null)
      if (run) publisher.changed(run)
      return
    }
    const { state, attempt, error } = settled.run
    log.info({ runId, attempt, state, ...(error ? { reason: error } : {}) }, 'attempt ends')
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
      for (const run of await store.putBackStranded(isHeld, queue)) {
        log.info({ runId: run.id, attempt: run.attempt, state: run.state }, 'nobody trained it')
        publisher.changed(run)
      }
      // Written down, and then not handed on, because the answer that it was was lost.
      for (const [runId, training] of trainings) await heed(runId, training)
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
