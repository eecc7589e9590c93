import { count, figure } from '#app/format/numbers.ts'
import { headline } from '#app/stream/headline.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** What the lines of a headline metric show: best and last validation value. */
export function headlineFinding(snapshot: RunSnapshot, metric: 'accuracy' | 'loss'): string {
  const { last, best, bestStep } = headline(snapshot, `val/${metric}`)
  if (last === null) return `Validation and training ${metric} over steps; nothing recorded yet`
  if (best === null || bestStep === null) return `Validation ${metric} is ${figure(last)}`
  const extreme = metric === 'accuracy' ? 'peaks' : 'is lowest'
  return `Validation ${metric} ${extreme} at step ${count(bestStep)} with ${figure(best)}; the last is ${figure(last)}`
}
