import { createKernels, enableRevectorizer } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { BaseRate } from './base-rate.ts'
import { decodeCheckpoint, hashParameters, type TrainingState } from './checkpoint.ts'
import { forkState } from './fork.ts'
import { RateReader } from './live-rate.ts'
import { commands, control, endMessage, type TrainAnswer, type TrainMessage } from './messages.ts'
import { Outbox } from './outbox.ts'
import { Training } from './training.ts'

enableRevectorizer()

/** Piscina's task: one whole training. */
export default function train(task: TrainMessage): TrainAnswer {
  try {
    const { config, variant, train, val, steps, port, control: cells } = task
    const spec = toNetworkSpec(config)
    const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, config)), spec, config)
    // The memory of the kernels, the order of the batches, and the rows that evaluation goes through.
    const outbox = new Outbox(port, cells, trainer.bytes + 4 * train.count)
    const mailbox = new RateReader(cells)
    const rate = new BaseRate({
      initial: config.optimizer.learningRate,
      learningRates: task.learningRates,
      recordedStep: task.recordedStep,
      take: () => mailbox.take(),
      report: (applied) => outbox.addLearningRate(applied),
    })
    const isStopped = () => Atomics.load(cells, control.command) === commands.stop
    const from = readState(task, trainer)
    const now = () => performance.now()
    const parts = { config, spec, trainer, train, val, outbox, rate, steps, from, isStopped, now }
    const ending = new Training(parts).run()
    if (ending.state === 'failed') return { ok: false, error: ending.error }
    return { ok: true, ended: ending.state, weights: hashParameters(trainer) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
  } finally {
    task.port.postMessage(endMessage)
    task.port.close()
  }
}

/** The state to go on from; null to begin at the beginning, where a fork cannot. */
function readState({ config, from, forkedFrom }: TrainMessage, trainer: Trainer): TrainingState | null {
  const state = from && decodeCheckpoint(from)
  if (!forkedFrom) return state
  if (!state) throw new Error('The checkpoint to go on from was written by another version')
  return forkState({ parent: { state, config: forkedFrom }, config, trainer })
}
