import type { RunConfig } from '#lib/contracts/run.ts'
import { foldRepeats, lossName, outputActivation } from './networks.ts'
import { setting } from './numbers.ts'

/** One setting of a run: the name that the API has for it, and its value in words. */
export interface ConfigField {
  name: string
  value: string
}

/** Words joined by dots, repeats folded: 64 ×6, relu ×2 · tanh. */
function folded(values: readonly (string | number)[]): string {
  if (values.length === 0) return 'none'
  return foldRepeats(values)
    .map(({ value, times }) => (times > 1 ? `${value} ×${times}` : `${value}`))
    .join(' · ')
}

/** Everything of a configuration that decides the result, one entry a field, always in this order. */
export function configFields(config: RunConfig): ConfigField[] {
  const { network, optimizer } = config
  const slopes = network.hidden.filter((layer) => layer.activation === 'leaky_relu')
  return [
    { name: 'dataset', value: config.dataset },
    { name: 'units', value: folded(network.hidden.map((layer) => layer.units)) },
    { name: 'activation', value: folded(network.hidden.map((layer) => layer.activation)) },
    { name: 'alpha', value: folded(slopes.map((layer) => setting(layer.alpha ?? 0.01))) },
    { name: 'initializer', value: network.initializer },
    { name: 'output', value: outputActivation(config) },
    { name: 'loss', value: lossName(config) },
    { name: 'optimizer', value: optimizer.name },
    { name: 'learningRate', value: setting(optimizer.learningRate) },
    { name: 'momentum', value: setting(optimizer.momentum) },
    { name: 'schedule', value: config.schedule.name },
    { name: 'batchSize', value: setting(config.batchSize) },
    { name: 'epochs', value: setting(config.epochs) },
    { name: 'seed', value: setting(config.seed) },
  ]
}
