/**
 * Some frames of one run that have the same keys, in order of `seq`, as they cross threads and lie in the
 * database: `columns` is `[2 + keys, count]` row-major: first `seq`, then `step`, then the values of each key.
 */
export interface FrameBlock {
  keys: readonly string[]
  count: number
  columns: Float64Array
}

export const firstSeq = (block: FrameBlock): number => block.columns[0]!
export const lastSeq = (block: FrameBlock): number => block.columns[block.count - 1]!
export const seqOf = (block: FrameBlock, i: number): number => block.columns[i]!
export const stepOf = (block: FrameBlock, i: number): number => block.columns[block.count + i]!

/** The greatest `seq` in the blocks, or `after` where they hold nothing newer. */
export function newestSeq(blocks: readonly FrameBlock[], after: number): number {
  return blocks.reduce((seq, block) => Math.max(seq, lastSeq(block)), after)
}

/** The values of the block's nth key, `[count]`, not copied. */
export function valuesOf(block: FrameBlock, key: number): Float64Array {
  return block.columns.subarray((2 + key) * block.count, (3 + key) * block.count)
}

/** The frames whose `seq` is greater than `after`; the block itself where these are all. */
export function framesAfter(block: FrameBlock, after: number): FrameBlock {
  let from = 0
  while (from < block.count && seqOf(block, from) <= after) from++
  if (from === 0) return block
  const count = block.count - from
  const columns = new Float64Array((2 + block.keys.length) * count)
  for (let row = 0; row < 2 + block.keys.length; row++) {
    columns.set(block.columns.subarray(row * block.count + from, (row + 1) * block.count), row * count)
  }
  return { keys: block.keys, count, columns }
}

/** The frames at the given places, in their order. */
export function pick({ keys, count, columns }: FrameBlock, places: readonly number[]): FrameBlock {
  const picked = new Float64Array((2 + keys.length) * places.length)
  for (let row = 0; row < 2 + keys.length; row++) {
    for (const [i, place] of places.entries()) picked[row * places.length + i] = columns[row * count + place]!
  }
  return { keys, count: places.length, columns: picked }
}

/** Collects frames with the same keys until they are taken as a block. */
export class FrameBuffer {
  readonly keys: readonly string[]
  #rows: Float64Array
  #count = 0

  constructor(keys: readonly string[], capacity = 64) {
    this.keys = keys
    this.#rows = new Float64Array(capacity * (2 + keys.length))
  }

  /** Number of frames not taken yet. */
  get count(): number {
    return this.#count
  }

  /** Adds one frame: `values[i]` belongs to `keys[i]`. */
  push(seq: number, step: number, values: ArrayLike<number>): void {
    const width = 2 + this.keys.length
    if ((this.#count + 1) * width > this.#rows.length) this.#grow()
    const at = this.#count * width
    this.#rows[at] = seq
    this.#rows[at + 1] = step
    for (let i = 0; i < this.keys.length; i++) this.#rows[at + 2 + i] = values[i]!
    this.#count++
  }

  /** The frames so far, turned into columns that may be transferred; the buffer is empty afterwards. */
  take(): FrameBlock {
    const width = 2 + this.keys.length
    const count = this.#count
    const columns = new Float64Array(width * count)
    for (let i = 0; i < count; i++) {
      for (let row = 0; row < width; row++) columns[row * count + i] = this.#rows[i * width + row]!
    }
    this.#count = 0
    return { keys: this.keys, count, columns }
  }

  #grow(): void {
    const rows = new Float64Array(this.#rows.length * 2)
    rows.set(this.#rows)
    this.#rows = rows
  }
}
