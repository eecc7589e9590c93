import type { ReactNode } from 'react'
import { lossName, outputActivation, shapeOf } from '#app/format/networks.ts'
import { count, setting } from '#app/format/numbers.ts'
import { countParameters, type Run } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'

/** Name and value in a row, a rule under each. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[108px_minmax(0,1fr)] border-b border-line">
      <dt className="py-1 text-ink-3">{name}</dt>
      <dd className="min-w-0 py-1 break-words">{children}</dd>
    </div>
  )
}

/** All that the run was asked to be. */
export function Configuration({ run }: { run: Run }) {
  const { config } = run
  const dataset = describeDataset(config.dataset)
  const { optimizer, network } = config
  const slopes = [
    ...new Set(network.hidden.flatMap((layer) => (layer.alpha === undefined ? [] : [layer.alpha]))),
  ]
  return (
    <section className="border-t border-line pt-2.5 pb-6">
      <div className="mb-1 flex min-h-7 items-center gap-3">
        <h2>Configuration</h2>
        <span className="ml-auto text-12 text-ink-3">
          {count(countParameters(config.dataset, network.hidden))} parameters
        </span>
      </div>
      <dl>
        <Fact name="Dataset">
          {dataset.title} <span className="text-ink-3">· {count(dataset.trainSamples)} to train on</span>
        </Fact>
        <Fact name="Units">{shapeOf(config)}</Fact>
        {slopes.length > 0 && <Fact name="Slope below 0">{slopes.map(setting).join(', ')}</Fact>}
        <Fact name="Output">
          {outputActivation(config)}, {lossName(config)}
        </Fact>
        <Fact name="Initializer">{network.initializer}</Fact>
        <Fact name="Optimizer">
          {optimizer.name}, learning rate {setting(optimizer.learningRate)}
          {optimizer.momentum > 0 && `, momentum ${setting(optimizer.momentum)}`}
        </Fact>
        <Fact name="Schedule">{config.schedule.name}</Fact>
        <Fact name="Batch, epochs">
          {setting(config.batchSize)}, {setting(config.epochs)}
        </Fact>
        <Fact name="Seed">{config.seed}</Fact>
        <Fact name="Diagnostics">every {setting(config.diagnostics.everySteps)} steps</Fact>
        {run.tags.length > 0 && <Fact name="Tags">{run.tags.join(', ')}</Fact>}
      </dl>
    </section>
  )
}
