import { createHash } from 'node:crypto'
import { createKernels, enableRevectorizer } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer, type Trainer } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import { commands, control, endMessage, type TrainAnswer, type TrainMessage } from './messages.ts'
import { toNetworkSpec } from './network-spec.ts'
import { Recorder } from './recorder.ts'

/** The generator's stream that orders the batches; 0 belongs to the weights. */
const batchOrderStream = 1

enableRevectorizer()

/** Piscina's task: one whole training. */
export default function train(task: TrainMessage): TrainAnswer {
  try {
    const trainer = buildTrainer(task)
    const recorder = new Recorder(task, trainer)
    const stopped = trainEpochs(task, trainer, recorder)
    recorder.flush()
    return { ok: true, stopped, weights: hashParameters(trainer) }
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) }
  } finally {
    task.port.postMessage(endMessage)
    task.port.close()
  }
}

function buildTrainer({ config, variant }: TrainMessage): Trainer {
  const spec = toNetworkSpec(config)
  const { batchSize, seed, optimizer } = config
  const options = { batchSize, seed, learningRate: optimizer.learningRate, momentum: optimizer.momentum }
  return createTrainer(createKernels(variant, bytesNeeded(spec, options)), spec, options)
}

/** Runs every epoch; true where it was told to stop before the end. */
function trainEpochs(
  { config, train, control: cells }: TrainMessage,
  trainer: Trainer,
  recorder: Recorder,
): boolean {
  const random = createRandom(config.seed, batchOrderStream)
  const rows = Uint32Array.from({ length: train.count }, (_, row) => row)
  const { everySteps } = config.diagnostics
  recorder.recordEpoch(0, 0)
  let step = 0
  for (let epoch = 1; epoch <= config.epochs; epoch++) {
    random.shuffle(rows)
    for (let start = 0; start < train.count; start += config.batchSize) {
      if (Atomics.load(cells, control.command) === commands.stop) return true
      const count = Math.min(config.batchSize, train.count - start)
      step++
      const reading = step === 1 || step % everySteps === 0
      trainer.step(train, rows, start, count, reading)
      recorder.countStep(step, epoch, count)
      if (reading) recorder.recordStep(step)
    }
    recorder.recordEpoch(step, epoch)
  }
  return false
}

function hashParameters(trainer: Trainer): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of trainer.parameters()) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex')
}
