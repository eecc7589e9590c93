import { type PredictRequest, predictionLimits } from '#lib/contracts/prediction.ts'
import type { RunConfig } from '#lib/contracts/run.ts'
import { countSamples, describeDataset } from '#lib/datasets/catalogue.ts'
import { AppError } from '#lib/errors.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Answers } from './answers.ts'
import type {
  CheckpointStore,
  Evaluator,
  Inputs,
  KeptCheckpoint,
  KeptNetwork,
  Question,
} from './network-ports.ts'
import type { RunStore } from './ports.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Wanted = Pick<PredictRequest, 'inputs' | 'samples' | 'activations'>

/** Which network is asked. */
export interface Place {
  runId: string
  /** The newest kept checkpoint at or before it is meant, the newest of all where it is absent. */
  step?: number | undefined
  /** Whether whoever asks has the answer about that network already. */
  holds?(network: KeptNetwork): boolean
}

export interface NetworkAnswer {
  network: KeptNetwork
  /** As they go out; null where whoever asks has them already. */
  bytes: Bytes | null
}

/**
 * What can be learned from the network that a run has trained so far. Every method throws AppError not_found where there
 * is no such run or it keeps no such checkpoint, conflict where another version took it, and unavailable where too much
 * is asked at once.
 */
export interface Networks {
  /** Its tensors as a safetensors file. */
  model(place: Place): Promise<NetworkAnswer>
  /** An Evaluation as JSON. */
  evaluation(place: Place): Promise<NetworkAnswer>
  /** A Prediction as JSON. @throws AppError invalid_request where the samples do not fit the dataset */
  predict(place: Place, wanted: Wanted): Promise<NetworkAnswer>
}

interface Parts {
  store: Pick<RunStore, 'find'>
  checkpoints: CheckpointStore
  evaluator: Evaluator
  answers: Answers
  /** Of the kernels that this server would choose, for a run that none has begun. */
  numericClass: NumericClass
}

/** The checkpoint was dropped between two looks at it. */
class Dropped extends Error {}

/** A run that trains fast drops checkpoints while they are looked for: then the next one is as good. */
const tries = 5

/** @see Networks */
export function createNetworks(parts: Parts): Networks {
  const { evaluator, answers, checkpoints } = parts

  /** Null where the checkpoint was dropped meanwhile. */
  const ask = async (
    network: KeptNetwork,
    kept: KeptCheckpoint,
    question: Question,
  ): Promise<Bytes | null> => {
    const { runId, step, weights } = network
    const again = question.kind !== 'prediction' || 'split' in question.inputs
    const key = again ? JSON.stringify([runId, step, weights, question]) : null
    const find = async () => {
      const answer = await evaluator.ask(network, question, async () => {
        const state = await checkpoints.state(runId, kept)
        if (!state) throw new Dropped()
        return state
      })
      if (answer) return answer
      const detail = `Another version took the checkpoint of run ${runId} at step ${step}; it cannot be read`
      throw new AppError('conflict', detail)
    }
    return answers.answer(key, find).catch((error: unknown) => {
      if (error instanceof Dropped) return null
      throw error
    })
  }

  const look = async (
    { runId, step, holds }: Place,
    toQuestion: (network: KeptNetwork) => Question,
  ): Promise<NetworkAnswer> => {
    for (let left = tries; left > 0; left--) {
      const { network, kept } = await find(parts, runId, step)
      const question = toQuestion(network)
      if (holds?.(network)) return { network, bytes: null }
      const bytes = await ask(network, kept, question)
      if (bytes) return { network, bytes }
    }
    throw new AppError(
      'unavailable',
      `Run ${runId} drops its checkpoints faster than they can be read; try again`,
    )
  }

  return {
    model: (place) => look(place, () => ({ kind: 'model' })),
    evaluation: (place) => look(place, () => ({ kind: 'evaluation' })),
    predict: (place, wanted) =>
      look(place, ({ config }) => ({
        kind: 'prediction',
        inputs: toInputs(config, wanted),
        activations: wanted.activations,
      })),
  }
}

/** @throws AppError not_found */
async function find(
  { store, checkpoints, numericClass }: Parts,
  runId: string,
  step: number | undefined,
): Promise<{ network: KeptNetwork; kept: KeptCheckpoint }> {
  const run = await store.find(runId)
  if (!run) throw new AppError('not_found', `There is no run ${runId}`)
  const kept = await checkpoints.newestKept(runId, step)
  if (!kept) throw new AppError('not_found', await missing(checkpoints, runId))
  const { config, fork } = run
  const network: KeptNetwork = {
    runId,
    config,
    takenUnder: fork && fork.step === kept.step ? fork.config : config,
    numericClass: kept.numericClass ?? numericClass,
    step: kept.step,
    epoch: kept.epoch,
    weights: kept.weights,
  }
  return { network, kept }
}

async function missing(checkpoints: CheckpointStore, runId: string): Promise<string> {
  const first = await checkpoints.firstKept(runId)
  return first === null
    ? `Run ${runId} keeps no checkpoint yet`
    : `Run ${runId} keeps no checkpoint so early; its first is at step ${first}`
}

/** @throws AppError invalid_request that names what does not fit the run's dataset */
function toInputs(config: RunConfig, { inputs, samples, activations }: Wanted): Inputs {
  const count = inputs?.length ?? samples?.indices.length ?? 0
  const units = config.network.hidden.reduce((sum, layer) => sum + layer.units, 0)
  if (activations && count * units > predictionLimits.activations) {
    const most = Math.floor(predictionLimits.activations / units)
    throw invalid('activations', `This network has ${units} hidden units: ask for ${most} samples at most`)
  }
  if (inputs) {
    inputs.forEach((values, row) => {
      assertFeatures(config.dataset, values, row)
    })
    return { rows: inputs }
  }
  const { split, indices } = samples!
  const total = countSamples(config.dataset, split)
  const outside = indices.findIndex((index) => index >= total)
  if (outside < 0) return { split, indices }
  throw invalid(`samples.indices[${outside}]`, `${config.dataset} has ${total} samples in ${split}`)
}

function assertFeatures(name: RunConfig['dataset'], values: readonly number[], row: number): void {
  const { inputs, values: kind } = describeDataset(name)
  if (values.length !== inputs) {
    throw invalid(`inputs[${row}]`, `A sample of ${name} has ${inputs} features, not ${values.length}`)
  }
  if (kind === 'numbers') return
  const wrong = values.findIndex((value) => !(Number.isInteger(value) && value >= 0 && value <= 255))
  if (wrong >= 0) throw invalid(`inputs[${row}][${wrong}]`, 'A whole number from 0 to 255')
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] })
}
