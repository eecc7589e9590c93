import { decodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import type { Replay, Run } from '#lib/contracts/run.ts'
import { count, nameOfNonFinite } from './numbers.ts'

/** Whether a run came to its end before its last step, because early stopping ended it. */
export function endedEarly({ state, progress }: Pick<Run, 'state' | 'progress'>): boolean {
  return state === 'completed' && progress.step < progress.steps
}

/** A value of a comparison with every digit that it has; the first of a hash. */
function exactly(value: MetricValue | string | null): string {
  if (value === null) return 'nothing'
  if (typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)) return value.slice(0, 16)
  if (typeof value === 'string') return nameOfNonFinite(decodeValue(value as MetricValue)) ?? value
  return String(value).replace('-', '−')
}

/** How a replay came out against the run that it repeats, in words. */
export function replayWords(
  { state }: Pick<Run, 'state'>,
  { identical, firstDifference, weightsOnly }: Replay,
): string {
  if (identical === true) {
    return weightsOnly
      ? 'identical in weights and summary; the points of that run are no longer kept'
      : 'identical'
  }
  if (identical === null && !firstDifference) {
    return state === 'failed' || state === 'stopped'
      ? 'not compared: it did not get to its end'
      : 'comparing…'
  }
  if (!firstDifference) return 'not identical'
  const { step, key, original, replayed } = firstDifference
  const place = step === null ? '' : ` at step ${count(step)}`
  return `first differs${place} in ${key}: ${exactly(original)} became ${exactly(replayed)}`
}
