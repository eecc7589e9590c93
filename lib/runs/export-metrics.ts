import { type Duplex, pipeline, Readable } from 'node:stream'
import {
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow'
import { stringify } from 'csv-stringify'
import type { MetricsFormat } from '#lib/contracts/metric.ts'
import { type FrameBlock, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'
import type { LogHead } from './log-ports.ts'
import type { RunStore } from './ports.ts'

/** Frames that are read at once: what an export holds in memory, whatever the length of the log. */
const windowFrames = 4096

/** Some frames as columns, in order of `seq`; a value that a frame does not have is not valid. */
interface Window {
  seqs: Int32Array
  steps: Int32Array
  columns: { values: Float64Array; valid: Uint8Array }[]
}

/**
 * All raw points of a run's log as a file: a row a frame, with `seq`, `step` and every metric; NaN and infinities as
 * such, and nothing where a frame has no value. It is read as fast as it is taken, and ends with the frame that was
 * the last when it was asked for.
 */
export function exportMetrics(
  store: RunStore,
  head: LogHead,
  format: MetricsFormat,
): ReadableStream<Uint8Array> {
  const keys = head.keys.toSorted(byPlace)
  const windows = readWindows(store, head, keys)
  const [source, writer] = format === 'csv' ? csv(windows, keys) : arrow(windows, keys)
  // Where the taker goes away, or the database, both ends are destroyed.
  pipeline(source, writer, () => {})
  return Readable.toWeb(writer) as ReadableStream<Uint8Array>
}

/** What is judged first, then layer by layer. */
function byPlace(a: string, b: string): number {
  const rank = (key: string): number => ['train', 'val', 'learning_rate'].indexOf(key.split('/')[0]!) >>> 0
  return rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true })
}

async function* readWindows(
  store: RunStore,
  { id, seq }: LogHead,
  keys: readonly string[],
): AsyncGenerator<Window> {
  for (let after = 0; after < seq; after += windowFrames) {
    const upTo = Math.min(after + windowFrames, seq)
    const window = toWindow(await store.blocks(id, after, upTo), keys, after, upTo)
    if (window.seqs.length > 0) yield window
  }
}

function toWindow(
  blocks: readonly FrameBlock[],
  keys: readonly string[],
  after: number,
  upTo: number,
): Window {
  const places = blocks
    .flatMap((block) => Array.from({ length: block.count }, (_, i) => ({ block, i, seq: seqOf(block, i) })))
    .filter(({ seq }) => seq > after && seq <= upTo)
    .sort((a, b) => a.seq - b.seq)
  const columnsOf = new Map(
    blocks.map((block) => [block, new Map(block.keys.map((key, k) => [key, valuesOf(block, k)]))]),
  )
  return {
    seqs: Int32Array.from(places, ({ seq }) => seq),
    steps: Int32Array.from(places, ({ block, i }) => stepOf(block, i)),
    columns: keys.map((key) => {
      const values = new Float64Array(places.length)
      const valid = new Uint8Array(places.length)
      for (const [row, { block, i }] of places.entries()) {
        const column = columnsOf.get(block)!.get(key)
        if (!column) continue
        values[row] = column[i]!
        valid[row] = 1
      }
      return { values, valid }
    }),
  }
}

function csv(windows: AsyncIterable<Window>, keys: readonly string[]): [Readable, Duplex] {
  async function* rows() {
    for await (const { seqs, steps, columns } of windows) {
      for (let row = 0; row < seqs.length; row++) {
        const values = columns.map(({ values, valid }) => (valid[row] ? String(values[row]) : ''))
        yield [seqs[row], steps[row], ...values]
      }
    }
  }
  return [Readable.from(rows()), stringify({ header: true, columns: ['seq', 'step', ...keys] })]
}

function arrow(windows: AsyncIterable<Window>, keys: readonly string[]): [Readable, Duplex] {
  const schema = new Schema([
    new Field('seq', new Int32()),
    new Field('step', new Int32()),
    ...keys.map((key) => new Field(key, new Float64(), true)),
  ])
  async function* batches() {
    for await (const window of windows) yield toBatch(schema, window)
  }
  return [Readable.from(batches()), RecordBatchStreamWriter.throughNode() as Duplex]
}

function toBatch(schema: Schema, { seqs, steps, columns }: Window): RecordBatch {
  const length = seqs.length
  const children = [
    makeData({ type: new Int32(), length, data: seqs }),
    makeData({ type: new Int32(), length, data: steps }),
    ...columns.map(({ values, valid }) =>
      makeData({ type: new Float64(), length, data: values, ...toNulls(valid) }),
    ),
  ]
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }),
  )
}

/** Arrow's bitmap of what is valid, a bit a row. */
function toNulls(valid: Uint8Array): { nullBitmap: Uint8Array; nullCount: number } {
  const nullBitmap = new Uint8Array(Math.ceil(valid.length / 64) * 8)
  let nullCount = 0
  for (let i = 0; i < valid.length; i++) {
    if (valid[i]) nullBitmap[i >> 3]! |= 1 << (i & 7)
    else nullCount++
  }
  return { nullBitmap, nullCount }
}
