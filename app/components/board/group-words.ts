import { folded, lossName, outputActivation } from '#app/format/networks.ts'
import { setting } from '#app/format/numbers.ts'
import type { RunConfig } from '#lib/contracts/run.ts'
import type { Grouping } from '#lib/contracts/run-filter.ts'
import type { RunGroup } from '#lib/contracts/run-group.ts'

/** What ended runs can be grouped by, as it is offered. */
export const groupingTitles: Record<Grouping | 'none', string> = {
  none: 'not grouped',
  dataset: 'by dataset',
  activations: 'by activations',
  depth: 'by depth',
  optimizer: 'by optimizer',
  learningRate: 'by learning rate',
  tag: 'by tag',
  member: 'by member',
  config: 'by all but the seed',
}

/** The network and the way of its training in one line, the seed aside. */
function configWords(config: RunConfig): string {
  const { hidden } = config.network
  const layers =
    hidden.length > 0
      ? folded(hidden.map(({ activation, units }) => `${activation} ${units}`))
      : 'no hidden layer'
  const { name, learningRate } = config.optimizer
  const epochs = `${setting(config.epochs)} ${config.epochs === 1 ? 'epoch' : 'epochs'}`
  return `${config.dataset}, ${layers}, ${outputActivation(config)} with ${lossName(config)}, ${name} ${setting(learningRate)}, batch ${setting(config.batchSize)}, ${epochs}`
}

/** What the runs of a group share, in words. */
export function groupTitle(by: Grouping, { value, config }: Pick<RunGroup, 'value' | 'config'>): string {
  switch (by) {
    case 'activations':
      return value === null ? 'no hidden layer' : value.split(',').join(' and ')
    case 'depth':
      return value === '1' ? '1 hidden layer' : `${value} hidden layers`
    case 'learningRate':
      return `learning rate ${setting(Number(value))}`
    case 'tag':
      return value ?? 'no tag'
    case 'member':
      return value ?? 'nobody’s'
    case 'config':
      return configWords(config)
    case 'dataset':
    case 'optimizer':
      return value ?? ''
  }
}
