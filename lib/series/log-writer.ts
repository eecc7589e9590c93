import { type FrameBlock, firstSeq } from './frames.ts'
import { pointsOf } from './points.ts'
import { type RollupRow, SeriesRollup } from './rollups.ts'

/** Frames of a block that stands for many small ones. */
export const mergedFrames = 4096
/** So many blocks in a row with fewer frames than that become one before, so that a slow run has few as well. */
const mostSmall = 64

/** Small blocks that lie in the log and are to become one. */
export interface Merge {
  block: FrameBlock
  /** First `seq` of each small block that is in the log already, in order. */
  stored: number[]
}

/** What is to be written of some blocks. */
export interface LogChange {
  /** Blocks to add. */
  blocks: FrameBlock[]
  merges: Merge[]
  rollups: RollupRow[]
}

/** What a log holds at its end: all that a writer needs to go on. */
export interface LogTail {
  /** The newest complete row of each key and level. */
  rows: RollupRow[]
  /** Blocks with frames after the last row of the base level of any of their keys, in order of `seq`. */
  blocks: FrameBlock[]
}

/** Small blocks with the same keys that follow each other. */
interface Open {
  count: number
  parts: { block: FrameBlock; stored: boolean }[]
}

/**
 * Keeps a run's log in order as it grows: small blocks become one of 4,096 frames each, counted from the first with
 * the same keys, and every series is rolled up. What comes out follows from the frames alone, not from how they come,
 * but for the blocks that are not 4,096 frames long yet.
 */
export class LogWriter {
  readonly #rollups = new Map<string, SeriesRollup>()
  readonly #open = new Map<string, Open>()
  /** Of a log from before there were rollups: rows of what it holds already, to be written with what comes next. */
  #missing: RollupRow[]

  constructor(tail: LogTail = { rows: [], blocks: [] }) {
    const rowsOf = Map.groupBy(tail.rows, ({ key }) => key)
    const done = new Map<string, number>()
    for (const [key, rows] of rowsOf) {
      this.#rollups.set(key, new SeriesRollup(key, rows))
      done.set(key, Math.max(...rows.map((row) => row.lastSeq)))
    }
    this.#missing = this.#rollUp(tail.blocks, (key) => done.get(key) ?? 0)
    for (const block of tail.blocks) if (block.count < mergedFrames) this.#takeStored(block)
  }

  /** Takes in the blocks that follow; answers how the log changes. */
  add(blocks: readonly FrameBlock[]): LogChange {
    const rollups = [...this.#missing, ...this.#rollUp(blocks, () => 0)]
    this.#missing = []
    const merges: Merge[] = []
    for (const block of blocks) {
      for (const part of split(block, mergedFrames - (this.#open.get(nameOf(block))?.count ?? 0))) {
        const open = this.#take(part, false)
        if (open.count === mergedFrames) {
          merges.push(merge(open.parts))
          this.#open.delete(nameOf(block))
        } else {
          const from = 1 + open.parts.findLastIndex(({ block: { count } }) => count >= mostSmall)
          if (open.parts.length - from >= mostSmall) merges.push(join(open, from))
        }
      }
    }
    // What is left open and not in the log yet is new.
    const added = [...this.#open.values()].flatMap(({ parts }) => parts.filter(({ stored }) => !stored))
    for (const part of added) part.stored = true
    return { blocks: added.map(({ block }) => block), merges, rollups }
  }

  /** At the end of a run: one block of what is left in several. */
  seal(): Merge[] {
    return [...this.#open.values()].filter(({ parts }) => parts.length > 1).map((open) => join(open, 0))
  }

  /** What the log has no rows for yet: the points after the last row of each series as shorter ones. */
  rest(): RollupRow[] {
    return [...this.#missing, ...[...this.#rollups.values()].flatMap((rollup) => rollup.rest() ?? [])]
  }

  /** A log from before blocks were merged has more of them than become one; the older ones stay as they are. */
  #takeStored(block: FrameBlock): void {
    const open = this.#take(block, true)
    while (open.count >= mergedFrames) open.count -= open.parts.shift()!.block.count
  }

  #take(block: FrameBlock, stored: boolean): Open {
    const name = nameOf(block)
    const open = this.#open.get(name) ?? { count: 0, parts: [] }
    this.#open.set(name, open)
    open.parts.push({ block, stored })
    open.count += block.count
    return open
  }

  /** Rolls up the points after `seq` of each key. */
  #rollUp(blocks: readonly FrameBlock[], after: (key: string) => number): RollupRow[] {
    const completed: RollupRow[] = []
    for (const key of new Set(blocks.flatMap((block) => block.keys))) {
      const rollup = this.#rollups.get(key) ?? new SeriesRollup(key)
      this.#rollups.set(key, rollup)
      const from = after(key)
      for (const { seqs, steps, values } of pointsOf(key, blocks)) {
        for (let i = 0; i < values.length; i++) {
          if (seqs[i]! > from) rollup.add(seqs[i]!, steps[i]!, values[i]!, completed)
        }
      }
    }
    return completed
  }
}

const nameOf = ({ keys }: FrameBlock): string => keys.join()

/** The first `room` frames, then as many more parts of a merged block's length as it takes. */
function split(block: FrameBlock, room: number): FrameBlock[] {
  if (block.count <= room) return [block]
  const parts: FrameBlock[] = []
  for (
    let from = 0, to = room;
    from < block.count;
    from = to, to = Math.min(to + mergedFrames, block.count)
  ) {
    parts.push(slice(block, from, to))
  }
  return parts
}

/** The frames from `from` to before `to`. */
function slice(block: FrameBlock, from: number, to: number): FrameBlock {
  const { keys, count, columns } = block
  const width = to - from
  const part = new Float64Array((2 + keys.length) * width)
  for (let row = 0; row < 2 + keys.length; row++) {
    part.set(columns.subarray(row * count + from, row * count + to), row * width)
  }
  return { keys, count: width, columns: part }
}

/** Puts one block in the place of the parts from `from` on. */
function join({ parts }: Open, from: number): Merge {
  const merged = merge(parts.slice(from))
  parts.splice(from, parts.length, { block: merged.block, stored: true })
  return merged
}

function merge(parts: Open['parts']): Merge {
  const { keys } = parts[0]!.block
  const count = parts.reduce((sum, { block }) => sum + block.count, 0)
  const columns = new Float64Array((2 + keys.length) * count)
  let from = 0
  for (const { block } of parts) {
    for (let row = 0; row < 2 + keys.length; row++) {
      columns.set(block.columns.subarray(row * block.count, (row + 1) * block.count), row * count + from)
    }
    from += block.count
  }
  const stored = parts.filter((part) => part.stored).map(({ block }) => firstSeq(block))
  return { block: { keys, count, columns }, stored }
}
