import type { RunState } from '#lib/contracts/run-state.ts'

/** The shape of a state; the word stands beside it or is read aloud. */
export function StateDot({ state, silent }: { state: RunState; silent?: boolean }) {
  if (silent) return <span className="dot" data-state={state} aria-hidden="true" />
  return <span className="dot" data-state={state} role="img" aria-label={state} />
}

/** Shape and word. */
export function StateWord({ state }: { state: RunState }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap font-medium">
      <StateDot state={state} silent />
      <span className={state === 'failed' ? 'text-bad' : ''}>
        {state[0]?.toUpperCase()}
        {state.slice(1)}
      </span>
    </span>
  )
}
