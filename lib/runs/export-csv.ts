import { setImmediate as nextTurn } from 'node:timers/promises'
import { stringify } from 'csv-stringify/sync'
import type { Window } from './export-windows.ts'

/** Rows that are written at once, before others have a turn: some milliseconds of the widest network. */
const rowsAtOnce = 64

/** Windows as CSV with a header; nothing stands where a frame has no value. */
export async function* toCsv(
  windows: AsyncIterable<Window>,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const encode = (rows: unknown[][]) => encoder.encode(stringify(rows))
  yield encode([['seq', 'step', ...keys]])
  for await (const window of windows) {
    for (let from = 0; from < window.seqs.length; from += rowsAtOnce) {
      await nextTurn()
      yield encode(rowsOf(window, from, Math.min(from + rowsAtOnce, window.seqs.length)))
    }
  }
}

function rowsOf({ seqs, steps, columns }: Window, from: number, to: number): unknown[][] {
  return Array.from({ length: to - from }, (_, i) => {
    const row = from + i
    const values = columns.map(({ values, valid }) => (valid[row] ? String(values[row]) : ''))
    return [seqs[row], steps[row], ...values]
  })
}
