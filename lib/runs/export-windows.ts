import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import type { LogHead } from './log-ports.ts'
import type { RunStore } from './ports.ts'

/** Frames that are read at once: what an export holds in memory, whatever the length of the log. */
const windowFrames = 4096

/** Some frames as columns, in order of `seq`; a value that a frame does not have is not valid. */
export interface Window {
  seqs: Int32Array
  steps: Int32Array
  columns: { values: Float64Array; valid: Uint8Array }[]
}

/**
 * The frames of a log, a window at a time, with a column for each of the keys.
 * @throws where frames of a log that was whole are missing
 */
export async function* readWindows(
  store: RunStore,
  { id, seq, raw }: LogHead,
  keys: readonly string[],
): AsyncGenerator<Window> {
  for (let after = 0; after < seq; after += windowFrames) {
    const upTo = Math.min(after + windowFrames, seq)
    const window = toWindow(await store.blocks(id, after, upTo), keys, after, upTo)
    const { length } = window.seqs
    // A file with a hole would look whole to whoever reads it.
    if (raw === 'all' && length < upTo - after)
      throw new Error(`Frames of run ${id} were taken while it was read`)
    if (length > 0) yield window
  }
}

function toWindow(
  blocks: readonly FrameBlock[],
  keys: readonly string[],
  after: number,
  upTo: number,
): Window {
  /** By `seq`, counted from the window's first. */
  const steps = new Float64Array(upTo - after).fill(Number.NaN)
  for (const block of blocks) {
    forEachInside(block, after, upTo, (place, i) => {
      steps[place] = stepOf(block, i)
    })
  }
  const rows = new Int32Array(upTo - after)
  let count = 0
  for (let place = 0; place < rows.length; place++) rows[place] = Number.isNaN(steps[place]!) ? -1 : count++
  const present = Array.from(rows.keys()).filter((place) => rows[place]! >= 0)
  const columns = keys.map(() => ({ values: new Float64Array(count), valid: new Uint8Array(count) }))
  for (const block of blocks) {
    for (const [k, key] of block.keys.entries()) {
      const column = columns[keys.indexOf(key)]
      if (!column) continue
      const values = valuesOf(block, k)
      forEachInside(block, after, upTo, (place, i) => {
        column.values[rows[place]!] = values[i]!
        column.valid[rows[place]!] = 1
      })
    }
  }
  return {
    seqs: Int32Array.from(present, (place) => after + 1 + place),
    steps: Int32Array.from(present, (place) => steps[place]!),
    columns,
  }
}

/** The block's frames in the window: the place by `seq`, counted from the window's first, and the index in the block. */
function forEachInside(
  block: FrameBlock,
  after: number,
  upTo: number,
  visit: (place: number, i: number) => void,
): void {
  for (let i = 0; i < block.count; i++) {
    const seq = seqOf(block, i)
    if (seq > after && seq <= upTo) visit(seq - after - 1, i)
  }
}
