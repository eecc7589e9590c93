import type { OutputConfig } from '#lib/contracts/network-config.ts'
import { outputUnits, type RunConfig } from '#lib/contracts/run.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'
import type { HiddenActivationName, LossName, OutputActivationName } from '#lib/nn/names.ts'

export type ActivationName = HiddenActivationName | OutputActivationName

/** The output layer that a dataset's task implies where none is asked for. */
export function usualOutput(dataset: DatasetName): OutputConfig {
  return describeDataset(dataset).task === 'binary'
    ? { activation: 'sigmoid', loss: 'binary_cross_entropy' }
    : { activation: 'softmax', loss: 'cross_entropy' }
}

/** The output layer: the one asked for, else the one that the dataset's task implies. */
export function outputOf(config: Pick<RunConfig, 'dataset' | 'network'>): OutputConfig {
  return config.network.output ?? usualOutput(config.dataset)
}

/** Activation of the output layer, likewise. */
export function outputActivation(config: Pick<RunConfig, 'dataset' | 'network'>): OutputActivationName {
  return outputOf(config).activation
}

/** A loss in words: cross-entropy, mean squared error. */
export function lossWords(loss: LossName): string {
  return loss === 'huber' ? 'Huber’s' : loss.replaceAll('_', ' ').replace('cross entropy', 'cross-entropy')
}

/** Loss of the output layer in words. */
export function lossName(config: Pick<RunConfig, 'dataset' | 'network'>): string {
  return lossWords(outputOf(config).loss)
}

/** Activations of all layers from the first hidden one to the output. */
export function activationsOf(config: Pick<RunConfig, 'dataset' | 'network'>): ActivationName[] {
  return [...config.network.hidden.map((layer) => layer.activation), outputActivation(config)]
}

/** Equal neighbours folded into one entry and a count. */
export function foldRepeats<T>(list: readonly T[]): { value: T; times: number }[] {
  const folded: { value: T; times: number }[] = []
  for (const value of list) {
    const last = folded.at(-1)
    if (last && last.value === value) last.times++
    else folded.push({ value, times: 1 })
  }
  return folded
}

/** Words joined by dots, repeats folded: 64 ×6, relu ×2 · tanh. */
export function folded(values: readonly (string | number)[]): string {
  if (values.length === 0) return 'none'
  return foldRepeats(values)
    .map(({ value, times }) => (times > 1 ? `${value} ×${times}` : `${value}`))
    .join(' · ')
}

/** Units of every layer from input to output: 784 · 128 · 64 · 10. */
export function shapeOf(config: Pick<RunConfig, 'dataset' | 'network'>): string {
  const hidden = config.network.hidden.map((layer) => layer.units)
  const output = outputUnits(config.dataset, config.network.output)
  return [describeDataset(config.dataset).inputs, ...hidden, output].join(' · ')
}

/** Names of all layers, as the metrics call them: hidden_1 … hidden_n, output. */
export function layerNames(config: Pick<RunConfig, 'network'>): string[] {
  return [...config.network.hidden.map((_, index) => `hidden_${index + 1}`), 'output']
}
