import type { Run } from '#lib/contracts/run.ts'
import type { Control } from './control-words.ts'

/** What a row of the board can do; the same object as long as the board stands. */
export interface RowActs {
  select: (id: string, on: boolean, range: boolean) => void
  selectAll: (ids: readonly string[], on: boolean) => void
  control: (action: Control, runs: readonly Run[]) => void
  /** Brings a run to an index in the queue. */
  move: (id: string, to: number) => void
  /** Brings a run so many places down the queue. */
  nudge: (id: string, by: number) => void
  /** Opens what changes the tags of runs. */
  editTags: (ids: readonly string[]) => void
  prioritize: (run: Run, priority: number) => void
}
