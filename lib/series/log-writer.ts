import { type FrameBlock, firstSeq, valuesOf } from './frames.ts'
import { type RollupRow, SeriesRollup } from './rollups.ts'

/** Frames of a block that stands for many small ones. */
export const mergedFrames = 4096

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
 * the same keys, and every series is rolled up. What comes out follows from the frames alone, not from how they come.
 */
export class LogWriter {
  readonly #rollups = new Map<string, SeriesRollup>()
  readonly #open = new Map<string, Open>()

  constructor(tail: LogTail = { rows: [], blocks: [] }) {
    const rowsOf = Map.groupBy(tail.rows, ({ key }) => key)
    const done = new Map<string, number>()
    for (const [key, rows] of rowsOf) {
      this.#rollups.set(key, new SeriesRollup(key, rows))
      done.set(key, Math.max(...rows.map((row) => row.lastSeq)))
    }
    this.#rollUp(tail.blocks, (key) => done.get(key) ?? 0)
    for (const block of tail.blocks) if (block.count < mergedFrames) this.#take(block, true)
  }

  /** Takes in the blocks that follow; answers how the log changes. */
  add(blocks: readonly FrameBlock[]): LogChange {
    const rollups = this.#rollUp(blocks, () => 0)
    const merges: Merge[] = []
    for (const block of blocks) {
      for (const part of split(block, mergedFrames - (this.#open.get(nameOf(block))?.count ?? 0))) {
        const open = this.#take(part, false)
        if (open.count < mergedFrames) continue
        merges.push(merge(open))
        this.#open.delete(nameOf(block))
      }
    }
    // What is left open and not in the log yet is new.
    const added = [...this.#open.values()].flatMap(({ parts }) => parts.filter(({ stored }) => !stored))
    for (const part of added) part.stored = true
    return { blocks: added.map(({ block }) => block), merges, rollups }
  }

  /** The points after the last row of each series, as shorter rows. */
  rest(): RollupRow[] {
    return [...this.#rollups.values()].flatMap((rollup) => rollup.rest() ?? [])
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

interface Points {
  seqs: Float64Array
  steps: Float64Array
  values: Float64Array
}

/** A key's points by `seq`: blocks of one key may overlap, as where a loss was recorded between two readings. */
function pointsOf(key: string, blocks: readonly FrameBlock[]): Points[] {
  const parts = blocks
    .filter((block) => block.keys.includes(key))
    .map((block) => ({
      seqs: block.columns.subarray(0, block.count),
      steps: block.columns.subarray(block.count, 2 * block.count),
      values: valuesOf(block, block.keys.indexOf(key)),
    }))
    .sort((a, b) => a.seqs[0]! - b.seqs[0]!)
  const inOrder = parts.every(({ seqs }, i) => i === 0 || parts[i - 1]!.seqs.at(-1)! < seqs[0]!)
  return inOrder ? parts : [interleave(parts)]
}

function interleave(parts: readonly Points[]): Points {
  const points = parts.flatMap(({ seqs, steps, values }) =>
    Array.from(seqs, (seq, i) => [seq, steps[i]!, values[i]!] as const),
  )
  points.sort(([a], [b]) => a - b)
  const column = (i: 0 | 1 | 2) => Float64Array.from(points, (point) => point[i])
  return { seqs: column(0), steps: column(1), values: column(2) }
}

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

function merge({ parts, count }: Open): Merge {
  const { keys } = parts[0]!.block
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
