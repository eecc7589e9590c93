import { takesAlpha } from '#app/format/activations.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import type { InitializerName } from '#lib/nn/names.ts'
import type { LayerDraft } from './layer-draft.ts'
import type { OutputDraft, RunDraft } from './run-draft.ts'
import type { KindDraft } from './training-fields.ts'

type Network = NonNullable<RunRequest['network']>
type Optimizer = NonNullable<RunRequest['optimizer']>
type Schedule = NonNullable<RunRequest['schedule']>

/** Text as a number; NaN, which the contract refuses, for text that is none. */
const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

/** The number under its name; nothing where the field was left empty. */
function optional<Field extends string>(field: Field, text: string): { [field in Field]?: number } {
  return text.trim() ? ({ [field]: numberOf(text) } as { [field in Field]: number }) : {}
}

const numbersOf = (fields: KindDraft<string>['fields']) =>
  Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, numberOf(text)]))

/** What the parameter of an initializer is called; absent for those without one. */
export const initializerParameters: Partial<
  Record<InitializerName, { field: string; title: string; usual: string }>
> = {
  constant: { field: 'value', title: 'Value', usual: '0.1' },
  normal: { field: 'std', title: 'Standard deviation', usual: '0.05' },
  uniform: { field: 'limit', title: 'Limit', usual: '0.05' },
}

function initializerOf({ name, parameter }: RunDraft['initializer']): Network['initializer'] {
  const field = initializerParameters[name]?.field
  if (!field || !parameter.trim()) return name
  return { name, [field]: numberOf(parameter) } as Network['initializer']
}

function layerOf({
  units,
  activation,
  alpha,
  dropout,
  normalization,
}: LayerDraft): Network['hidden'][number] {
  return {
    units: numberOf(units),
    activation,
    ...(takesAlpha(activation) ? optional('alpha', alpha) : {}),
    ...optional('dropout', dropout),
    ...(normalization === 'none' ? {} : { normalization }),
  }
}

/** Numbers that belong to another activation or loss are left out. */
function outputOf({
  activation,
  loss,
  temperature,
  labelSmoothing,
  delta,
}: OutputDraft): NonNullable<Network['output']> {
  return {
    activation,
    loss,
    ...(activation === 'softmax' ? optional('temperature', temperature) : {}),
    ...(loss === 'cross_entropy' ? optional('labelSmoothing', labelSmoothing) : {}),
    ...(loss === 'huber' ? optional('delta', delta) : {}),
  }
}

/** What the form asks for, to be checked by the contract. */
export function requestOf(draft: RunDraft): RunRequest {
  const name = draft.name.trim()
  const { optimizer, schedule, earlyStopping } = draft
  return {
    ...(name ? { name } : {}),
    dataset: draft.dataset,
    network: {
      hidden: draft.hidden.map(layerOf),
      initializer: initializerOf(draft.initializer),
      ...(draft.output ? { output: outputOf(draft.output) } : {}),
    },
    // The contract tells which fields an optimizer and a schedule have; the form got them from there.
    optimizer: {
      name: optimizer.name,
      ...numbersOf(optimizer.fields),
      ...optional('clipNorm', draft.clipNorm),
    } as Optimizer,
    schedule: { name: schedule.name, ...numbersOf(schedule.fields) } as Schedule,
    regularization: { l1: numberOf(draft.l1), l2: numberOf(draft.l2) },
    batchSize: numberOf(draft.batchSize),
    epochs: numberOf(draft.epochs),
    earlyStopping: earlyStopping.on
      ? { patience: numberOf(earlyStopping.patience), minDelta: numberOf(earlyStopping.minDelta) }
      : null,
    seed: numberOf(draft.seed),
    diagnostics: { everySteps: numberOf(draft.everySteps), onNonFinite: draft.onNonFinite },
    tags: draft.tags.split(',').flatMap((tag) => tag.trim() || []),
  }
}
