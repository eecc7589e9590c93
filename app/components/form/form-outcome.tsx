import { count } from '#app/format/numbers.ts'
import { unplaced } from './form-errors.ts'
import type { RunForm } from './use-run-form.ts'

/** A count that may not be one yet, while a field is half typed. */
const countOr = (value: number) => (Number.isFinite(value) && value >= 0 ? count(value) : '–')

/** What a form amounts to, in numbers. */
export function Figures({ figures }: { figures: readonly { title: string; value: number }[] }) {
  return (
    <dl className="mb-5 grid grid-cols-3 border-y border-line">
      {figures.map(({ title, value }) => (
        <div key={title} className="min-w-0 py-2.5 pl-3 first:pl-0 not-first:border-l not-first:border-line">
          <dt className="text-12 text-ink-3">{title}</dt>
          <dd className="text-16 font-medium tracking-tight">{countOr(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Fields that show their message beside them. */
const placed =
  /^(name|tags(\[.*)?|dataset|network\.(initializer|hidden|output\.).*|(optimizer|schedule|regularization|earlyStopping|diagnostics)\..*|batchSize|epochs|seed)$/

/** Why it could not be sent, and what is wrong that stands beside no field. */
export function FormFailure({ form: { errors, failure } }: { form: RunForm }) {
  return (
    <div role="alert" className="mt-2 min-h-5 text-bad">
      {failure}
      {unplaced(errors, (path) => placed.test(path)).map((message) => (
        <p key={message}>{message}</p>
      ))}
    </div>
  )
}
