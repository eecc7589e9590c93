import { initializerParameter } from '#app/format/settings.ts'
import type { OutputConfig } from '#lib/contracts/network-config.ts'
import type { Run, RunConfig } from '#lib/contracts/run.ts'
import type { DatasetName } from '#lib/datasets/catalogue.ts'
import type {
  InitializerName,
  LossName,
  OptimizerName,
  OutputActivationName,
  ScheduleName,
} from '#lib/nn/names.ts'
import { defaultsOf } from './dataset-defaults.ts'
import type { LayerDraft } from './layer-draft.ts'
import { type KindDraft, usualOptimizer, usualSchedule } from './training-fields.ts'

/** What the last layer is; an empty number is not sent. */
export interface OutputDraft {
  activation: OutputActivationName
  loss: LossName
  temperature: string
  labelSmoothing: string
  delta: string
}

/** The form as it is typed: numbers are still text, so that half a number is no error yet. */
export interface RunDraft {
  name: string
  dataset: DatasetName
  hidden: LayerDraft[]
  /** `parameter` is read where an initializer takes one; empty for the usual one. */
  initializer: { name: InitializerName; parameter: string }
  /** Null for what the dataset's task implies. */
  output: OutputDraft | null
  optimizer: KindDraft<OptimizerName>
  /** Empty for none. */
  clipNorm: string
  schedule: KindDraft<ScheduleName>
  l1: string
  l2: string
  earlyStopping: { on: boolean; patience: string; minDelta: string }
  batchSize: string
  epochs: string
  seed: string
  everySteps: string
  onNonFinite: RunConfig['diagnostics']['onNonFinite']
  /** Separated by commas. */
  tags: string
}

const usualStopping = { on: false, patience: '5', minDelta: '0' }

/** A new form for a dataset. */
export function freshDraft(dataset: DatasetName): RunDraft {
  return {
    name: '',
    dataset,
    initializer: { name: 'auto', parameter: '' },
    output: null,
    optimizer: usualOptimizer('sgd'),
    clipNorm: '',
    schedule: usualSchedule('constant'),
    l1: '0',
    l2: '0',
    earlyStopping: usualStopping,
    seed: '1',
    onNonFinite: 'fail',
    tags: '',
    ...defaultsOf(dataset),
  }
}

const text = (value: number | undefined) => (value === undefined ? '' : String(value))

const textFields = (source: object) =>
  Object.fromEntries(Object.entries(source).map(([field, value]) => [field, String(value)]))

/** An output layer as the form holds it. */
export function outputDraft({
  activation,
  loss,
  temperature,
  labelSmoothing,
  delta,
}: OutputConfig): OutputDraft {
  return {
    activation,
    loss,
    temperature: text(temperature),
    labelSmoothing: text(labelSmoothing),
    delta: text(delta),
  }
}

/** The form that makes the same run again. */
export function draftOf(run: Run): RunDraft {
  const { config } = run
  const { initializer, output } = config.network
  const { name: optimizer, clipNorm, ...optimizerFields } = config.optimizer
  const { name: schedule, ...scheduleFields } = config.schedule
  const { earlyStopping } = config
  return {
    name: run.name,
    dataset: config.dataset,
    hidden: config.network.hidden.map(({ units, activation, alpha, dropout, normalization }) => ({
      units: String(units),
      activation,
      alpha: text(alpha),
      dropout: text(dropout),
      normalization: normalization ?? 'none',
    })),
    initializer: {
      name: typeof initializer === 'string' ? initializer : initializer.name,
      parameter: text(initializerParameter(initializer)?.value),
    },
    output: output ? outputDraft(output) : null,
    optimizer: { name: optimizer, fields: textFields(optimizerFields) },
    clipNorm: text(clipNorm),
    schedule: { name: schedule, fields: textFields(scheduleFields) },
    l1: String(config.regularization.l1),
    l2: String(config.regularization.l2),
    earlyStopping: earlyStopping
      ? { on: true, patience: String(earlyStopping.patience), minDelta: String(earlyStopping.minDelta) }
      : usualStopping,
    batchSize: String(config.batchSize),
    epochs: String(config.epochs),
    seed: String(config.seed),
    everySteps: String(config.diagnostics.everySteps),
    onNonFinite: config.diagnostics.onNonFinite,
    tags: run.tags.join(', '),
  }
}
