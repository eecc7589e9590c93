import type { PredictRequest } from '#lib/contracts/prediction.ts'
import { predictionLimits } from '#lib/contracts/prediction.ts'
import type { RunConfig } from '#lib/contracts/run.ts'
import { countSamples, describeDataset } from '#lib/datasets/catalogue.ts'
import { AppError } from '#lib/errors.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Answers } from './answers.ts'
import type { CheckpointStore, Evaluator, Inputs, KeptNetwork, Question } from './network-ports.ts'
import type { RunStore } from './ports.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Wanted = Pick<PredictRequest, 'inputs' | 'samples' | 'activations'>

/** What can be learned from the network that a run has trained so far. Answers are bytes as they go out. */
export interface Networks {
  /**
   * The network at the newest kept checkpoint at or before a step, the newest of all where it is absent.
   * @throws AppError not_found where there is no such run, or it keeps no such checkpoint
   */
  find(runId: string, step?: number): Promise<KeptNetwork>
  /** Its tensors as a safetensors file. @throws as `evaluation` */
  model(network: KeptNetwork): Promise<Bytes>
  /**
   * An Evaluation as JSON.
   * @throws AppError conflict where another version took the checkpoint, unavailable where too much is asked at once
   */
  evaluation(network: KeptNetwork): Promise<Bytes>
  /** A Prediction as JSON. @throws as `evaluation`, and invalid_request where the samples do not fit the dataset */
  predict(network: KeptNetwork, wanted: Wanted): Promise<Bytes>
}

interface Parts {
  store: Pick<RunStore, 'find'>
  checkpoints: CheckpointStore
  evaluator: Evaluator
  answers: Answers
  /** Of the kernels that this server would choose, for a run that none has begun. */
  numericClass: NumericClass
}

/** @see Networks */
export function createNetworks({ store, checkpoints, evaluator, answers, numericClass }: Parts): Networks {
  const ask = (network: KeptNetwork, question: Question): Promise<Bytes> => {
    const { runId, step, weights } = network
    const again = question.kind !== 'prediction' || 'split' in question.inputs
    const key = again ? JSON.stringify([runId, step, weights, question]) : null
    return answers.answer(key, async () => {
      const answer = await evaluator.ask(network, question, async () => {
        const kept = await checkpoints.newestKept(runId, step)
        const state = kept?.step === step ? await checkpoints.state(runId, kept) : null
        if (!state)
          throw new AppError('not_found', `Run ${runId} no longer keeps its checkpoint at step ${step}`)
        return state as Bytes
      })
      if (answer) return answer
      throw new AppError(
        'conflict',
        `Another version took the checkpoint of run ${runId} at step ${step}; it cannot be read`,
      )
    })
  }

  return {
    find: async (runId, step) => {
      const run = await store.find(runId)
      if (!run) throw new AppError('not_found', `There is no run ${runId}`)
      const kept = await checkpoints.newestKept(runId, step)
      if (!kept) throw new AppError('not_found', await missing(checkpoints, runId))
      const { config, fork } = run
      return {
        runId,
        config,
        takenUnder: fork && fork.step === kept.step ? fork.config : config,
        numericClass: kept.numericClass ?? numericClass,
        step: kept.step,
        epoch: kept.epoch,
        weights: kept.weights,
      }
    },
    model: (network) => ask(network, { kind: 'model' }),
    evaluation: (network) => ask(network, { kind: 'evaluation' }),
    predict: (network, wanted) => {
      const { activations } = wanted
      return ask(network, { kind: 'prediction', inputs: toInputs(network.config, wanted), activations })
    },
  }
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
