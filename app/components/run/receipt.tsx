import { count, setting } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import { Fact } from './configuration.tsx'
import { ReplayButton } from './replay-button.tsx'

/** First digits of a hash, all of them on hover and for a copy by hand. */
function Hash({ hex }: { hex: string }) {
  return (
    <code title={hex} className="break-all">
      {hex.slice(0, 16)}
    </code>
  )
}

/** What fixes the result, for who wants to get the same weights again. Absent until the run is complete. */
export function ReceiptFacts({ run }: { run: Run }) {
  const { receipt } = run
  if (!receipt) return null
  return (
    <section className="border-t border-line pt-2.5">
      <div className="mb-1 flex min-h-7 flex-wrap items-center gap-x-3">
        <h2>Receipt</h2>
        <span className="text-12 text-ink-3">same inputs, same weights, bit for bit</span>
        {run.state === 'completed' && <ReplayButton run={run} />}
      </div>
      <dl>
        <Fact name="Weights">
          <Hash hex={receipt.weights} />
        </Fact>
        <BegunFrom run={run} />
        <Fact name="Configuration">
          <Hash hex={receipt.config} />
        </Fact>
        <RatesOnTheWay run={run} />
        <Fact name="Data">
          <Hash hex={receipt.data} />
        </Fact>
        <Fact name="Numeric class">
          <code>{receipt.numericClass}</code>
        </Fact>
        <Fact name="Kernels">
          <Hash hex={receipt.kernels} />
        </Fact>
      </dl>
    </section>
  )
}

/** Of a fork: the weights that it went on from. */
function BegunFrom({ run: { fork } }: { run: Run }) {
  if (!fork?.weights || fork.step === null) return null
  return (
    <Fact name="Begun from">
      <Hash hex={fork.weights} /> <span className="text-ink-3">at step {count(fork.step)}</span>
    </Fact>
  )
}

/** Learning rates that were set while it went on: they are part of what fixes the result. */
function RatesOnTheWay({ run: { learningRateChanges } }: { run: Run }) {
  const applied = learningRateChanges.filter(({ step }) => step !== null)
  if (applied.length === 0) return null
  return (
    <Fact name="Learning rate">
      {applied.map(({ id, step, learningRate }) => (
        <span key={id} className="block">
          {setting(learningRate)} <span className="text-ink-3">from step {count(step ?? 0)} on</span>
        </span>
      ))}
    </Fact>
  )
}
