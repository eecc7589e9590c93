import type { Run, RunRequest } from '#lib/contracts/run.ts'
import type { DatasetName } from '#lib/datasets/catalogue.ts'
import type { HiddenActivationName, InitializerName } from '#lib/nn/names.ts'
import { datasetDefaults } from './dataset-defaults.ts'

export interface LayerDraft {
  units: string
  activation: HiddenActivationName
  /** Empty for the default slope; read for leaky_relu only. */
  alpha: string
}

/** The form as it is typed: numbers are still text, so that half a number is no error yet. */
export interface RunDraft {
  name: string
  dataset: DatasetName
  hidden: LayerDraft[]
  initializer: InitializerName
  learningRate: string
  momentum: string
  batchSize: string
  epochs: string
  seed: string
  everySteps: string
  /** Separated by commas. */
  tags: string
}

/** A new form for a dataset. */
export function freshDraft(dataset: DatasetName): RunDraft {
  return { name: '', dataset, initializer: 'auto', seed: '1', tags: '', ...datasetDefaults[dataset] }
}

/** The form that makes the same run again. */
export function draftOf(run: Run): RunDraft {
  const { config } = run
  return {
    name: run.name,
    dataset: config.dataset,
    hidden: config.network.hidden.map(({ units, activation, alpha }) => ({
      units: String(units),
      activation,
      alpha: alpha === undefined ? '' : String(alpha),
    })),
    initializer: config.network.initializer,
    learningRate: String(config.optimizer.learningRate),
    momentum: String(config.optimizer.momentum),
    batchSize: String(config.batchSize),
    epochs: String(config.epochs),
    seed: String(config.seed),
    everySteps: String(config.diagnostics.everySteps),
    tags: run.tags.join(', '),
  }
}

/** Text as a number; NaN, which the contract refuses, for text that is none. */
const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

/** What the form asks for, to be checked by the contract. */
export function requestOf(draft: RunDraft): RunRequest {
  const name = draft.name.trim()
  const tags = draft.tags.split(',').flatMap((tag) => tag.trim() || [])
  return {
    ...(name ? { name } : {}),
    dataset: draft.dataset,
    network: {
      hidden: draft.hidden.map(({ units, activation, alpha }) => ({
        units: numberOf(units),
        activation,
        ...(activation === 'leaky_relu' && alpha.trim() ? { alpha: numberOf(alpha) } : {}),
      })),
      initializer: draft.initializer,
    },
    optimizer: {
      name: 'sgd',
      learningRate: numberOf(draft.learningRate),
      momentum: numberOf(draft.momentum),
    },
    batchSize: numberOf(draft.batchSize),
    epochs: numberOf(draft.epochs),
    seed: numberOf(draft.seed),
    diagnostics: { everySteps: numberOf(draft.everySteps) },
    tags,
  }
}
