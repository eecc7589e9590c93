import { createKernels, enableRevectorizer } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { decodeCheckpoint, hashParameters } from './checkpoint.ts'
import { commands, control, endMessage, type TrainAnswer, type TrainMessage } from './messages.ts'
import { Outbox } from './outbox.ts'
import { Training } from './training.ts'

enableRevectorizer()

/** Piscina's task: one whole training. */
export default function train(task: TrainMessage): TrainAnswer {
  try {
    const { config, variant, train, val, from, port, control: cells } = task
    const spec = toNetworkSpec(config)
    const trainer = createTrainer(createKernels(variant, bytesNeeded(spec, config)), spec, config)
    // The memory of the kernels, the order of the batches, and the rows that evaluation goes through.
    const outbox = new Outbox(port, cells, trainer.bytes + 4 * train.count)
    const isStopped = () => Atomics.load(cells, control.command) === commands.stop
    const state = from && decodeCheckpoint(from)
    const now = () => performance.now()
    const parts = { config, spec, trainer, train, val, outbox, from: state, isStopped, now }
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
