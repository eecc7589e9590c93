import { outputUnits, type RunConfig } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import type { HiddenActivationName, OutputActivationName } from '#lib/nn/names.ts'

export type ActivationName = HiddenActivationName | OutputActivationName

/** Activation of the output layer: the one asked for, else the one that the dataset's task implies. */
export function outputActivation(config: Pick<RunConfig, 'dataset' | 'network'>): OutputActivationName {
  if (config.network.output) return config.network.output.activation
  return describeDataset(config.dataset).task === 'binary' ? 'sigmoid' : 'softmax'
}

/** Loss of the output layer, likewise, in words. */
export function lossName(config: Pick<RunConfig, 'dataset' | 'network'>): string {
  const implied = describeDataset(config.dataset).task === 'binary' ? 'binary_cross_entropy' : 'cross_entropy'
  return (config.network.output?.loss ?? implied)
    .replaceAll('_', ' ')
    .replace('cross entropy', 'cross-entropy')
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

/** Units of every layer from input to output: 784 · 128 · 64 · 10. */
export function shapeOf(config: Pick<RunConfig, 'dataset' | 'network'>): string {
  const hidden = config.network.hidden.map((layer) => layer.units)
  return [describeDataset(config.dataset).inputs, ...hidden, outputUnits(config.dataset)].join(' · ')
}

/** Names of all layers, as the metrics call them: hidden_1 … hidden_n, output. */
export function layerNames(config: Pick<RunConfig, 'network'>): string[] {
  return [...config.network.hidden.map((_, index) => `hidden_${index + 1}`), 'output']
}
