import {
  AsyncByteQueue,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
} from 'apache-arrow'
import type { Window } from './export-windows.ts'

/** Windows as an Arrow stream: a record batch each, absent values null. Nothing is made before it is asked for. */
export async function* toArrow(
  windows: AsyncIterable<Window>,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  const schema = new Schema([
    new Field('seq', new Int32()),
    new Field('step', new Int32()),
    ...keys.map((key) => new Field(key, new Float64(), true)),
  ])
  const sink = new Sink()
  const writer = new RecordBatchStreamWriter({ autoDestroy: false }).reset(sink, schema)
  for await (const window of windows) {
    writer.write(toBatch(schema, window))
    yield sink.take()
  }
  writer.finish()
  yield sink.take()
}

/** Arrow's own streams take what they are given however far behind their reader is. */
class Sink extends AsyncByteQueue {
  #parts: Uint8Array[] = []

  override write(part: Uint8Array): void {
    this.#parts.push(part)
  }

  /** What was written since the last time. */
  take(): Uint8Array {
    const bytes = Buffer.concat(this.#parts)
    this.#parts = []
    return bytes
  }
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
