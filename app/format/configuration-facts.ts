import type { Run, RunConfig } from '#lib/contracts/run.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import { takesAlpha } from './activations.ts'
import { folded, lossName, outputActivation, outputOf, shapeOf } from './networks.ts'
import { setting } from './numbers.ts'
import { earlyStoppingWords, initializerWords, optimizerWords, scheduleWords } from './settings.ts'

/** One thing that a run was asked to be: its name for a person, and its value in words. */
interface ConfigurationFact {
  name: string
  value: string
}

/** The fact, where there is something to say. */
const where = (there: unknown, name: string, value: string): ConfigurationFact[] =>
  there ? [{ name, value }] : []

/** What hidden layers have beyond units and activations, a value for each layer that can have it. */
function layerFacts({ hidden }: RunConfig['network']): ConfigurationFact[] {
  const alphas = hidden.filter(({ activation }) => takesAlpha(activation))
  const each = (values: readonly (string | number | undefined)[]) =>
    folded(values.map((value) => value ?? 'none'))
  return [
    ...where(
      alphas.some(({ alpha }) => alpha !== undefined),
      'Alpha',
      folded(alphas.map(({ activation, alpha }) => setting(alpha ?? usualAlpha(activation)))),
    ),
    ...where(
      hidden.some(({ normalization }) => normalization),
      'Normalization',
      each(hidden.map(({ normalization }) => normalization)),
    ),
    ...where(
      hidden.some(({ dropout }) => dropout),
      'Dropout',
      each(hidden.map(({ dropout }) => (dropout ? setting(dropout) : undefined))),
    ),
  ]
}

/** The output layer and its loss, with the numbers that were given to them. */
function outputWords(config: RunConfig): string {
  const { temperature, labelSmoothing, delta } = outputOf(config)
  return [
    outputActivation(config),
    lossName(config),
    temperature === undefined ? [] : `temperature ${setting(temperature)}`,
    labelSmoothing === undefined ? [] : `label smoothing ${setting(labelSmoothing)}`,
    delta === undefined ? [] : `delta ${setting(delta)}`,
  ]
    .flat()
    .join(', ')
}

/** L1 and L2 as far as they are not 0. */
function regularizationWords({ l1, l2 }: RunConfig['regularization']): string {
  return [l1 ? `L1 ${setting(l1)}` : [], l2 ? `L2 ${setting(l2)}` : []].flat().join(', ')
}

/** What a run was asked to be, dataset aside; of what most runs leave alone, only what is not as usual. */
export function configurationFacts({ config, tags }: Pick<Run, 'config' | 'tags'>): ConfigurationFact[] {
  const { network, diagnostics } = config
  const regularization = regularizationWords(config.regularization)
  const stopping = earlyStoppingWords(config.earlyStopping)
  return [
    { name: 'Units', value: shapeOf(config) },
    ...layerFacts(network),
    { name: 'Output', value: outputWords(config) },
    { name: 'Initializer', value: initializerWords(network.initializer) },
    { name: 'Optimizer', value: optimizerWords(config.optimizer) },
    { name: 'Schedule', value: scheduleWords(config.schedule) },
    ...where(regularization, 'Regularization', regularization),
    { name: 'Batch, epochs', value: `${setting(config.batchSize)}, ${setting(config.epochs)}` },
    ...where(stopping, 'Stops early', stopping ?? ''),
    { name: 'Seed', value: String(config.seed) },
    { name: 'Diagnostics', value: `every ${setting(diagnostics.everySteps)} steps` },
    ...where(diagnostics.onNonFinite === 'continue', 'At NaN', 'goes on'),
    ...where(tags.length > 0, 'Tags', tags.join(', ')),
  ]
}
