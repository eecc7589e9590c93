import { ChartSpline, Play } from 'lucide-react'
import { Activation } from '#app/components/marks/activations.tsx'
import { button } from '#app/components/marks/button.ts'
import { countParameters } from '#lib/contracts/run.ts'
import { comparedActivations } from './activation-trio.ts'
import { Figures, FormFailure } from './form-outcome.tsx'
import type { RunForm } from './use-run-form.ts'

const [sigmoid, tanh, relu] = comparedActivations

interface FormSummaryProps {
  form: RunForm
  sending: 'start' | 'compare' | null
  send: (way: 'start' | 'compare') => Promise<void>
  perEpoch: number
}

/** What the form amounts to, and the two ways to start it. */
export function FormSummary({ form, sending, send, perEpoch }: FormSummaryProps) {
  const { request, draft } = form
  const { hidden, output } = request.network!
  const whole = (value: number | undefined) => (Number.isInteger(value) ? value! : Number.NaN)
  return (
    <div className="wide:sticky wide:top-[calc(var(--bar)+24px)]">
      <Figures
        figures={[
          { title: 'Parameters', value: countParameters(draft.dataset, { hidden, output }) },
          { title: 'Steps per epoch', value: perEpoch },
          { title: 'Steps', value: perEpoch * whole(request.epochs) },
        ]}
      />
      <button type="submit" className={`${button({ kind: 'primary' })} w-full`} disabled={sending !== null}>
        <Play size={16} strokeWidth={1.75} aria-hidden="true" />
        {sending === 'start' ? 'Starting' : 'Start run'}
      </button>
      <FormFailure form={form} />
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
