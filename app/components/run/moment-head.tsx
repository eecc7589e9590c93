import type { ReactNode } from 'react'
import { count } from '#app/format/numbers.ts'

interface MomentHeadProps {
  title: string
  note?: ReactNode
  /** The step that is shown; null while nothing is. */
  step: number | null
  /** Why the newest question got no answer. */
  failure?: string | null
  onRetry?: () => void
}

/** Title of a part that shows one step, with that step. A failure takes the note's place, so that nothing moves. */
export function MomentHead({ title, note, step, failure, onRetry }: MomentHeadProps) {
  return (
    <div className="mb-2 flex min-h-7 items-center gap-3">
      <h2 className="whitespace-nowrap">{title}</h2>
      {failure ? (
        <span role="status" className="flex min-w-0 items-center gap-2 text-12 text-warn">
          <span className="truncate" title={failure}>
            {failure}
          </span>
          <button
            type="button"
            className="shrink-0 rounded-2 font-medium text-ink underline"
            onClick={onRetry}
          >
            Try again
          </button>
        </span>
      ) : (
        note && <span className="truncate text-12 text-ink-3">{note}</span>
      )}
      {step !== null && (
        <span className="ml-auto text-12 font-medium whitespace-nowrap text-accent">step {count(step)}</span>
      )}
    </div>
  )
}
