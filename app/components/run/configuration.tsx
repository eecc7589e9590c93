import type { ReactNode } from 'react'
import { configurationFacts } from '#app/format/configuration-facts.ts'
import { bytes, count } from '#app/format/numbers.ts'
import { countParameters, type Run } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { AllFields } from './all-fields.tsx'

/** Name and value in a row, a rule under each. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[108px_minmax(0,1fr)] border-b border-line">
      <dt className="py-1 text-ink-3">{name}</dt>
      <dd className="min-w-0 py-1 break-words">{children}</dd>
    </div>
  )
}

/** What the run was asked to be; of what most runs leave alone, only what is not as usual, and behind a line all of it. */
export function Configuration({ run }: { run: Run }) {
  const { config } = run
  const dataset = describeDataset(config.dataset)
  return (
    <section className="border-t border-line pt-2.5 pb-6">
      <div className="mb-1 flex min-h-7 items-center gap-3">
        <h2>Configuration</h2>
        <span className="ml-auto text-12 text-ink-3">
          {count(countParameters(config.dataset, config.network))} parameters
        </span>
      </div>
      <dl>
        <Fact name="Dataset">
          {dataset.title} <span className="text-ink-3">· {count(dataset.trainSamples)} to train on</span>
        </Fact>
        {configurationFacts(run).map(({ name, value }) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        {run.memoryBytes !== null && <Fact name="Memory">{bytes(run.memoryBytes)} at most</Fact>}
      </dl>
      <AllFields config={config} />
    </section>
  )
}
