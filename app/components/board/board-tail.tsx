import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import type { BoardState } from './board-state.ts'

interface BoardTailProps {
  state: BoardState
  /** Whether the next page could not be read. */
  failed: boolean
  onMore: () => void
}

/** Below the ended runs while there are more of them: how many, and a way on where they could not be read. */
export function BoardTail({ state, failed, onMore }: BoardTailProps) {
  if (state.nextCursor === null) return null
  return (
    <div className="flex min-h-16 items-center gap-4 px-2 text-ink-3">
      {failed && (
        <>
          <span role="alert" className="text-bad">
            The server did not answer.
          </span>
          <button type="button" className={button()} onClick={onMore}>
            Try again
          </button>
        </>
      )}
      <span>
        {count(state.ended.length)} of {count(state.endedTotal)} ended runs
        {failed ? '' : '; more come as one scrolls'}
      </span>
    </div>
  )
}
