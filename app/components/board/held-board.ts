import type { Run } from '#lib/contracts/run.ts'
import { type BoardState, groupNames, withoutRun, withPage, withRun, withRunInPlace } from './board-state.ts'
import type { BoardFilter } from './board-view.ts'

/**
 * The board as it is and as it is shown. While somebody reads, what others do changes rows where they stand, but none
 * comes, goes or moves until the reader says so; what the reader does oneself is shown at once.
 */
export interface HeldBoard {
  live: BoardState
  shown: BoardState
}

/** What happened: a run was made or changed, or deleted; or another page of ended runs was read. */
export type BoardChange =
  | { kind: 'run'; run: Run }
  | { kind: 'deleted'; id: string }
  | { kind: 'page'; items: readonly Run[]; nextCursor: string | null }

function changed(state: BoardState, change: BoardChange, filter: BoardFilter): BoardState {
  if (change.kind === 'run') return withRun(state, change.run, filter)
  return change.kind === 'deleted' ? withoutRun(state, change.id) : withPage(state, change, filter)
}

/** @param held whether rows have to stay where they are: somebody reads, and did not do this oneself */
export function withChange(
  { live, shown }: HeldBoard,
  change: BoardChange,
  filter: BoardFilter,
  held: boolean,
): HeldBoard {
  const next = changed(live, change, filter)
  // What is shown is what is live where nothing was held back: then one is enough.
  if (!held) return { live: next, shown: shown === live ? next : changed(shown, change, filter) }
  if (change.kind === 'run') return { live: next, shown: withRunInPlace(shown, change.run) }
  return { live: next, shown: change.kind === 'page' ? changed(shown, change, filter) : shown }
}

/** The board read anew. */
export function withLive(board: HeldBoard, live: BoardState, held: boolean): HeldBoard {
  if (!held) return { live, shown: live }
  const runs = groupNames.flatMap((name) => live[name])
  return { live, shown: runs.reduce(withRunInPlace, board.shown) }
}

/** Everything shown as it is. */
export function released({ live }: HeldBoard): HeldBoard {
  return { live, shown: live }
}

/** Rows that would come, move to another group, or go, were everything shown as it is. */
export function waitingChanges({ live, shown }: HeldBoard): { come: number; move: number; go: number } {
  const places = (state: BoardState) =>
    new Map(groupNames.flatMap((name) => state[name].map(({ id }) => [id, name] as const)))
  if (live === shown) return { come: 0, move: 0, go: 0 }
  const [is, was] = [places(live), places(shown)]
  const come = [...is.keys()].filter((id) => !was.has(id)).length
  const move = [...is].filter(([id, name]) => was.has(id) && was.get(id) !== name).length
  return { come, move, go: [...was.keys()].filter((id) => !is.has(id)).length }
}

/** What waits in words: "3 new runs", "1 new run, 2 moved"; null where nothing does. */
export function waitingWords(board: HeldBoard): string | null {
  const { come, move, go } = waitingChanges(board)
  const runs = (times: number) => (times === 1 ? 'run' : 'runs')
  const parts = [
    come ? [`${come} new ${runs(come)}`] : [],
    move ? [come ? `${move} moved` : `${move} ${runs(move)} moved on`] : [],
    go ? [come || move ? `${go} gone` : `${go} ${runs(go)} gone`] : [],
  ].flat()
  return parts.length > 0 ? parts.join(', ') : null
}
