import { outputUnits, type RunConfig } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import type { NetworkSpec } from '#lib/nn/spec.ts'

/** The network that a run's config describes; the output follows the dataset's task unless named. */
export function toNetworkSpec({ dataset, network }: Pick<RunConfig, 'dataset' | 'network'>): NetworkSpec {
  const { inputs, task } = describeDataset(dataset)
  const usual =
    task === 'binary'
      ? ({ activation: 'sigmoid', loss: 'binary_cross_entropy' } as const)
      : ({ activation: 'softmax', loss: 'cross_entropy' } as const)
  const output = { ...(network.output ?? usual), units: outputUnits(dataset, network.output) }
  return { inputs, hidden: network.hidden, output, initializer: network.initializer }
}
