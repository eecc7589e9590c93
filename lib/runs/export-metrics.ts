import type { MetricsFormat } from '#lib/contracts/metric.ts'
import { toArrow } from './export-arrow.ts'
import { toCsv } from './export-csv.ts'
import { readWindows } from './export-windows.ts'
import type { LogHead } from './log-ports.ts'
import type { RunStore } from './ports.ts'

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
  const parts = format === 'csv' ? toCsv(windows, keys) : toArrow(windows, keys)
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await parts.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

/** What is judged first, then layer by layer. */
function byPlace(a: string, b: string): number {
  const rank = (key: string): number => ['train', 'val', 'learning_rate'].indexOf(key.split('/')[0]!) >>> 0
  return rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true })
}
