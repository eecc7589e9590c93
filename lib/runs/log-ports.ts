import type { Clock } from '#lib/series/clock.ts'
import type { FrameBlock } from '#lib/series/frames.ts'
import type { RollupRow } from '#lib/series/rollups.ts'

/** A run's log as far as it has got. */
export interface LogHead {
  id: string
  /** Of the last frame. */
  seq: number
  /** What retention has left of the raw points. */
  raw: 'all' | 'thinned' | 'none'
  /** Every key that was recorded. */
  keys: string[]
}

/** Where each complete row of the base level of a series ends, in their order. */
export interface RowEnds {
  seqs: number[]
  steps: number[]
}

/** The metrics logs of all runs and the clocks beside them, to read. Answers come in the order of the requests. */
export interface LogReader {
  /** Of those of the runs that there are. */
  heads(ids: readonly string[]): Promise<LogHead[]>
  /** Of rows that end at `upTo` or before. */
  rowEnds(series: readonly { id: string; key: string; upTo: number }[]): Promise<RowEnds[]>
  /** Frames after `after` and up to `upTo` that have one of the keys, these columns alone, in blocks by first `seq`. */
  frames(
    parts: readonly { id: string; keys: readonly string[]; after: number; upTo: number }[],
  ): Promise<FrameBlock[][]>
  /** The fewest rows, none above `level`, that stand for the base level's rows from `first` to before `end`. */
  rollups(
    parts: readonly { id: string; key: string; level: number; first: number; end: number }[],
  ): Promise<RollupRow[][]>
  /** Every mark of those of the runs that there are, by id. */
  clocks(ids: readonly string[]): Promise<Map<string, Clock>>
}

export interface MetricsLog extends LogReader {
  /** Reads several times of one moment: retention may take raw points in between. */
  atOnce<T>(read: (log: LogReader) => Promise<T>): Promise<T>
}

/** Takes raw points of runs that ended long ago, and leaves what their rollups say. */
export interface Retention {
  /**
   * Leaves every 32nd frame, or none, of runs that ended before that time; frames of which there are few, such as ends
   * of epochs, all stay. Answers how many runs it did that to; there may be more.
   */
  retain(left: 'thinned' | 'none', endedBefore: Date): Promise<number>
}
