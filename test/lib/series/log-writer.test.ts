import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBuckets } from '#lib/series/buckets.ts'
import { type FrameBlock, FrameBuffer, firstSeq, framesAfter, lastSeq } from '#lib/series/frames.ts'
import { type LogChange, LogWriter, mergedFrames } from '#lib/series/log-writer.ts'
import { baseLevel, bucketsOf, type RollupRow, rowBuckets, rowPoints } from '#lib/series/rollups.ts'

/** A log as a database keeps it. */
class Log {
  readonly chunks = new Map<number, FrameBlock>()
  readonly rows: RollupRow[] = []

  write({ blocks, merges, rollups }: LogChange): void {
    for (const { block, stored } of merges) {
      for (const seq of stored) expect(this.chunks.delete(seq)).toBe(true)
      this.#put(block)
    }
    for (const block of blocks) this.#put(block)
    this.rows.push(...rollups)
  }

  #put(block: FrameBlock): void {
    expect(this.chunks.has(firstSeq(block))).toBe(false)
    this.chunks.set(firstSeq(block), block)
  }

  blocks(): FrameBlock[] {
    return [...this.chunks.values()].sort((a, b) => firstSeq(a) - firstSeq(b))
  }

  tail() {
    const newest = new Map<string, RollupRow>()
    for (const row of this.rows) {
      const name = `${row.key} ${row.level}`
      if ((newest.get(name)?.index ?? -1) < row.index) newest.set(name, row)
    }
    const doneOf = (key: string) => newest.get(`${key} ${baseLevel}`)?.lastSeq ?? 0
    const blocks = this.blocks().filter((block) => block.keys.some((key) => lastSeq(block) > doneOf(key)))
    return { rows: [...newest.values()], blocks }
  }

  /** Everything by key, in order of seq. */
  points(key: string): { steps: number[]; values: number[] } {
    const all = this.blocks()
      .filter(({ keys }) => keys.includes(key))
      .flatMap(({ keys, columns, count }) =>
        Array.from({ length: count }, (_, i) => ({
          seq: columns[i]!,
          step: columns[count + i]!,
          value: columns[(2 + keys.indexOf(key)) * count + i]!,
        })),
      )
      .sort((a, b) => a.seq - b.seq)
    return { steps: all.map(({ step }) => step), values: all.map(({ value }) => value) }
  }
}

/** Frames of a training: readings, ends of epochs, and a loss between readings. */
function frames(total: number, seed: number): FrameBlock[] {
  const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  const kinds = [['train/loss', 'a'], ['val/loss'], ['train/loss']]
  return Array.from({ length: total }, (_, i) => {
    const kind = (i * 7 + seed) % 1000 === 3 ? 1 : i % 2111 === 1500 ? 2 : 0
    const keys = kinds[kind]!
    const buffer = new FrameBuffer(keys)
    const value = (i * 31 + seed) % 97 === 5 ? odd[i % 3]! : Math.sin(i * (1 + seed)) * 1e3
    buffer.push(
      i + 1,
      i + 1,
      keys.map((_key, k) => value * (k + 1)),
    )
    return buffer.take()
  })
}

/** The same frames in blocks: those with the same keys of a stretch together. */
function group(stretch: readonly FrameBlock[]): FrameBlock[] {
  const byKeys = Map.groupBy(stretch, ({ keys }) => keys.join())
  return [...byKeys.values()].map((same) => {
    const buffer = new FrameBuffer(same[0]!.keys)
    for (const { columns } of same) buffer.push(columns[0]!, columns[1]!, columns.subarray(2))
    return buffer.take()
  })
}

/** Writes the frames in these stretches; the writer is begun anew from the log where `again` says so. */
function writeAll(all: readonly FrameBlock[], lengths: readonly number[], again: readonly boolean[]): Log {
  const log = new Log()
  let writer = new LogWriter()
  for (let from = 0, i = 0; from < all.length; i++) {
    const to = from + lengths[i % lengths.length]!
    log.write(writer.add(group(all.slice(from, to))))
    from = to
    if (again[i % again.length]) writer = new LogWriter(log.tail())
  }
  return log
}

const byPlace = (a: RollupRow, b: RollupRow) =>
  a.key.localeCompare(b.key) || a.level - b.level || a.index - b.index

describe('a log', () => {
  const stretches = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 })
  const restarts = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 })

  it('comes out the same however its frames come, and wherever writing began anew', () => {
    const property = fc.property(
      fc.integer({ min: 1, max: 30_000 }),
      fc.nat(50),
      stretches,
      restarts,
      (total, seed, lengths, again) => {
        const all = frames(total, seed)
        const whole = writeAll(all, [total], [false])
        const pieces = writeAll(all, lengths, again)
        expect(pieces.rows.toSorted(byPlace)).toEqual(whole.rows.toSorted(byPlace))
        for (const key of ['train/loss', 'a', 'val/loss'])
          expect(pieces.points(key)).toEqual(whole.points(key))
        const long = (log: Log) => log.blocks().filter(({ count }) => count === mergedFrames)
        expect(long(pieces)).toEqual(long(whole))
        const most = Math.floor(whole.points('a').steps.length / mergedFrames)
        expect(long(pieces).filter(({ keys }) => keys.includes('a'))).toHaveLength(most)
      },
    )
    fc.assert(property, { seed: 11, numRuns: 25 })
  })

  it('has rows that are the buckets of the whole series', () => {
    const log = writeAll(frames(40_000, 7), [777], [false])
    for (const key of ['train/loss', 'a']) {
      const { steps, values } = log.points(key)
      const rows = log.rows.filter((row) => row.key === key).sort(byPlace)
      expect(rows.map(({ level, index }) => [level, index])).toEqual([
        ...Array.from({ length: 9 }, (_, i) => [5, i]),
        ...Array.from({ length: 4 }, (_, i) => [6, i]),
        [7, 0],
        [7, 1],
        [8, 0],
      ])
      for (const { level, index, columns, points, lastStep } of rows) {
        const size = 1 << level
        const from = index * rowBuckets * size
        const to = from + rowBuckets * size
        const oracle = toBuckets(steps.slice(from, to), values.slice(from, to), rowBuckets)
        const column = (i: number) => [...columns.subarray(i * rowBuckets, (i + 1) * rowBuckets)]
        expect([0, 1, 2, 3].map(column)).toEqual([oracle.steps, oracle.values, oracle.min, oracle.max])
        const nans = new Set(oracle.nans)
        const counts = Array.from({ length: rowBuckets }, (_, i) => (nans.has(i) ? -size : size))
        expect(column(4)).toEqual(counts)
        expect({ points, lastStep }).toEqual({ points: rowBuckets * size, lastStep: steps[to - 1] })
      }
    }
  })

  it('has few blocks, however slowly its frames came, and one a kind where it was sealed', () => {
    const log = new Log()
    const writer = new LogWriter()
    const all = frames(6000, 3)
    for (const frame of all) {
      log.write(writer.add([frame]))
      expect(log.blocks().filter(({ keys }) => keys.includes('a')).length).toBeLessThan(1 + 64 + 64)
    }
    log.write({ blocks: [], merges: writer.seal(), rollups: [] })
    expect(
      log
        .blocks()
        .map(({ keys }) => keys.join())
        .sort(),
    ).toEqual(['train/loss', 'train/loss,a', 'train/loss,a', 'val/loss'])
    const whole = writeAll(all, [6000], [false])
    for (const key of ['train/loss', 'a', 'val/loss']) expect(log.points(key)).toEqual(whole.points(key))
    // A run that is tried again goes on behind its seal.
    const more = frames(9000, 3)
    const again = new LogWriter(log.tail())
    log.write(again.add(group(more.slice(6000))))
    expect(log.rows.toSorted(byPlace)).toEqual(writeAll(more, [9000], [false]).rows.toSorted(byPlace))
  })

  it('from before there were rollups gets them with what comes next', () => {
    const all = frames(20_000, 5)
    const old = new Log()
    for (let from = 0; from < 15_000; from += 350) {
      old.write({ blocks: group(all.slice(from, Math.min(15_000, from + 350))), merges: [], rollups: [] })
    }
    const writer = new LogWriter(old.tail())
    for (let from = 15_000; from < all.length; from += 350)
      old.write(writer.add(group(all.slice(from, from + 350))))
    const whole = writeAll(all, [20_000], [false])
    expect(old.rows.toSorted(byPlace)).toEqual(whole.rows.toSorted(byPlace))
    for (const key of ['train/loss', 'a', 'val/loss']) expect(old.points(key)).toEqual(whole.points(key))
  })

  it('rolls up what is left at its end in a shorter row', () => {
    const log = new Log()
    const writer = new LogWriter()
    log.write(writer.add(group(frames(rowPoints + 100, 1))))
    const rest = writer.rest().find(({ key }) => key === 'train/loss')!
    const { steps } = log.points('train/loss')
    const points = steps.length - rowPoints
    expect(rest).toMatchObject({ level: baseLevel, index: 1, points, lastStep: steps.at(-1) })
    expect(bucketsOf(rest)).toBe(Math.ceil(points / 32))
    expect(framesAfter(log.blocks()[0]!, 0)).toBe(log.blocks()[0])
  })
})
