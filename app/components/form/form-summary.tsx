import { ChartSpline, Play } from 'lucide-react'
import { Activation } from '#app/components/marks/activations.tsx'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { countParameters } from '#lib/contracts/run.ts'
import { comparedActivations } from './activation-trio.ts'
import { unplaced } from './form-errors.ts'
import type { RunForm } from './use-run-form.ts'

/** A count that may not be one yet, while a field is half typed. */
const countOr = (value: number) => (Number.isFinite(value) && value >= 0 ? count(value) : '–')

const [sigmoid, tanh, relu] = comparedActivations

/** Fields that show their message beside them. */
const placed =
  /^(name|tags(\[.*)?|dataset|network\.(initializer|hidden|output\.).*|(optimizer|schedule|regularization|earlyStopping|diagnostics)\..*|batchSize|epochs|seed)$/

/** What the form amounts to, and the two ways to start it. */
export function FormSummary({ form, perEpoch }: { form: RunForm; perEpoch: number }) {
  const { request, errors, failure, sending, send, draft } = form
  const { hidden, output } = request.network!
  const whole = (value: number | undefined) => (Number.isInteger(value) ? value! : Number.NaN)
  const more = unplaced(errors, (path) => placed.test(path))
  return (
    <div className="wide:sticky wide:top-[calc(var(--bar)+24px)]">
      <dl className="mb-5 grid grid-cols-3 border-y border-line">
        {[
          { title: 'Parameters', value: countParameters(draft.dataset, { hidden, output }) },
          { title: 'Steps per epoch', value: perEpoch },
          { title: 'Steps', value: perEpoch * whole(request.epochs) },
        ].map(({ title, value }) => (
          <div
            key={title}
            className="min-w-0 py-2.5 pl-3 first:pl-0 not-first:border-l not-first:border-line"
          >
            <dt className="text-12 text-ink-3">{title}</dt>
            <dd className="text-16 font-medium tracking-tight">{countOr(value)}</dd>
          </div>
        ))}
      </dl>
      <button type="submit" className={`${button({ kind: 'primary' })} w-full`} disabled={sending !== null}>
        <Play size={16} strokeWidth={1.75} aria-hidden="true" />
        {sending === 'start' ? 'Starting' : 'Start run'}
      </button>
      <div role="alert" className="mt-2 min-h-5 text-bad">
        {failure}
        {more.map((message) => (
          <p key={message}>{message}</p>
        ))}
      </div>
      <section className="mt-3 border-t border-line pt-3">
        <h2>Compare activations</h2>
        <p className="mt-1 mb-3 text-ink-2">
          Queues this network three times, with <Activation name={sigmoid} />, <Activation name={tanh} /> and{' '}
          <Activation name={relu} /> in every hidden layer. Data, seed and everything else stay the same.
        </p>
        <button
          type="button"
          className={`${button()} w-full`}
          disabled={sending !== null || hidden.length === 0}
          onClick={() => void send('compare')}
        >
          <ChartSpline size={16} strokeWidth={1.75} aria-hidden="true" />
          {sending === 'compare' ? 'Queueing three runs' : 'Compare activations'}
        </button>
        {hidden.length === 0 && (
          <p className="mt-1 text-12 text-ink-3">
            Needs a hidden layer: without one there is nothing to compare.
          </p>
        )}
      </section>
    </div>
  )
}
