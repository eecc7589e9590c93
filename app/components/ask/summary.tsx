import { agreementWords, leftoverWords } from '#app/format/judgements.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { RunAnswer } from './answer-column.tsx'

interface SummaryProps {
  answers: readonly RunAnswer[]
  labels: readonly string[]
  truth: number | null
  /** Why something that was asked for is not there. */
  failure: string | null
}

/** The answer in the first line, and what the shares beside the greatest mean. */
export function Summary({ answers, labels, truth, failure }: SummaryProps) {
  const given = answers.flatMap(({ name, judgement }) => (judgement ? [{ name, judgement }] : []))
  const leftover = leftoverWords(given, labels)
  const silent = answers.length - given.length
  const silence = silent > 0 && `Without weights to ask: ${silent} of ${answers.length}.`
  return (
    <div role="status" className="mb-4 min-h-11 max-w-[88ch] text-14 text-ink-2">
      {failure !== null && given.length === 0 && <p className="text-bad">{failure}</p>}
      {given.length > 0 ? (
        <p>
          <b className="font-medium text-ink">{agreementWords(given, labels, truth)}</b> {leftover} {silence}
        </p>
      ) : (
        <p>Ask a question: the networks answer in this browser, with the weights of the chosen step.</p>
      )}
    </div>
  )
}

/** Runs of the address that are not asked, and why. */
export function Unasked(props: { unknown: readonly string[]; others: readonly Run[]; dataset: string }) {
  const { unknown, others, dataset } = props
  return (
    <>
      {unknown.length > 0 && (
        <p className="text-12 text-warn">
          No run has the id{unknown.length > 1 ? 's' : ''} <code>{unknown.join(', ')}</code>
        </p>
      )}
      {others.length > 0 && (
        <p className="text-12 text-ink-3">
          Not asked, since not trained on {dataset}: {others.map((run) => run.name).join(', ')}
        </p>
      )}
    </>
  )
}
