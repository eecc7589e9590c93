import type { Metrics } from '#lib/contracts/metric.ts'
import { type FrameBlock, firstSeq, framesAfter, newestSeq } from '#lib/series/frames.ts'

/** Points of each series. */
export type Lengths = ReadonlyMap<string, number>

/**
 * How many points each series of a run has up to the last frame that was published, so that what comes next can be
 * put into the buckets of the whole. Known once the log was read as a whole while this object heard of every frame.
 */
export class SeriesLengths {
  #lengths: Map<string, number> | null = null
  /** Last frame that was published; 0 while there was none. */
  #seq = 0
  /** Readings of the log that go on, and what was published since the first of them began. */
  #readings = 0
  #meanwhile: FrameBlock[] = []

  /** The newest frame that is known of. */
  get seq(): number {
    return this.#seq
  }

  /** Lengths before these blocks; null where they are not known. */
  before(blocks: readonly FrameBlock[]): Lengths | null {
    return Math.min(...blocks.map(firstSeq)) === this.#seq + 1 ? this.#lengths : null
  }

  get known(): boolean {
    return this.#lengths !== null
  }

  /** Reads the log and learns from it; only `total` of each series, and `seq`, are looked at. */
  async learn(read: () => Promise<Metrics>): Promise<Metrics> {
    this.#readings++
    try {
      const metrics = await read()
      if (this.#lengths === null) this.#settle(metrics)
      return metrics
    } finally {
      if (--this.#readings === 0) this.#meanwhile = []
    }
  }

  /** Takes in what is published. Where it does not follow what was published before, lengths are no longer known. */
  add(blocks: readonly FrameBlock[]): void {
    if (this.before(blocks) === null) this.#lengths = null
    if (this.#lengths !== null) count(this.#lengths, blocks)
    else if (this.#readings > 0) this.#meanwhile.push(...blocks)
    this.#seq = newestSeq(blocks, this.#seq)
  }

  #settle({ seq, series }: Metrics): void {
    const lengths = new Map(Object.entries(series).map(([key, { total }]) => [key, total]))
    const later = this.#meanwhile.map((block) => framesAfter(block, seq)).filter((block) => block.count > 0)
    const newest = newestSeq(later, seq)
    // A frame that was stored but never published would be missing.
    if (later.reduce((sum, block) => sum + block.count, 0) !== newest - seq) return
    count(lengths, later)
    this.#lengths = lengths
    this.#seq = newest
  }
}

function count(lengths: Map<string, number>, blocks: readonly FrameBlock[]): void {
  for (const block of blocks) {
    for (const key of block.keys) lengths.set(key, (lengths.get(key) ?? 0) + block.count)
  }
}
