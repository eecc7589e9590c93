import type { RunConfig } from '#lib/contracts/run.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import { takesAlpha } from './activations.ts'
import { folded, lossName, outputActivation, outputOf } from './networks.ts'
import { setting } from './numbers.ts'
import { initializerWords } from './settings.ts'

/** One setting of a run: the name that the API has for it, and its value in words. */
export interface ConfigField {
  name: string
  value: string
}

/** Stands where a configuration does not have a field at all. */
export const absent = '–'

const optimizerFields = [
  'learningRate',
  'momentum',
  'decay',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
  'clipNorm',
]
const scheduleFields = ['everyEpochs', 'factor', 'steps', 'warmupShare', 'initialFactor', 'finalFactor']

/** The numbers of an object under their names; those that it lacks are absent in words. */
function numbers(source: object, names: readonly string[]): ConfigField[] {
  const values = new Map<string, unknown>(Object.entries(source))
  return names.map((name) => {
    const value = values.get(name)
    return { name, value: typeof value === 'number' ? setting(value) : absent }
  })
}

/** Fields of the hidden layers, a value for each layer. */
function layerFields({ hidden }: RunConfig['network']): ConfigField[] {
  const optional = (values: readonly (string | number | undefined)[]) =>
    values.every((value) => value === undefined) ? absent : folded(values.map((value) => value ?? absent))
  const alphas = hidden
    .filter(({ activation }) => takesAlpha(activation))
    .map(({ activation, alpha }) => setting(alpha ?? usualAlpha(activation)))
  return [
    { name: 'units', value: folded(hidden.map((layer) => layer.units)) },
    { name: 'activation', value: folded(hidden.map((layer) => layer.activation)) },
    { name: 'alpha', value: alphas.length > 0 ? folded(alphas) : absent },
    { name: 'dropout', value: optional(hidden.map((layer) => layer.dropout || undefined)) },
    { name: 'normalization', value: optional(hidden.map((layer) => layer.normalization)) },
  ]
}

/** Everything of a configuration that decides the result, one entry a field, always in this order. */
export function configFields(config: RunConfig): ConfigField[] {
  const { network, optimizer, schedule, earlyStopping } = config
  return [
    { name: 'dataset', value: config.dataset },
    ...layerFields(network),
    { name: 'initializer', value: initializerWords(network.initializer) },
    { name: 'output', value: outputActivation(config) },
    { name: 'loss', value: lossName(config) },
    ...numbers(outputOf(config), ['temperature', 'labelSmoothing', 'delta']),
    { name: 'optimizer', value: optimizer.name },
    ...numbers(optimizer, optimizerFields),
    { name: 'schedule', value: schedule.name },
    ...numbers(schedule, scheduleFields),
    ...numbers(config.regularization, ['l1', 'l2']),
    { name: 'batchSize', value: setting(config.batchSize) },
    { name: 'epochs', value: setting(config.epochs) },
    ...numbers(earlyStopping ?? {}, ['patience', 'minDelta']),
    { name: 'onNonFinite', value: config.diagnostics.onNonFinite },
    { name: 'seed', value: setting(config.seed) },
  ]
}
