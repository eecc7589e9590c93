import { nearest, type PlotLine } from '#app/components/charts/plot-line.ts'
import { count, figure, magnitude, nameOfNonFinite } from '#app/format/numbers.ts'
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

/**
 * How much of the output layer's gradient the first hidden layer gets at a place, in a sentence; null where
 * that is not known.
 */
export function gradientFinding(lines: readonly PlotLine[], x: number): string | null {
  const first = lines[0]
  const last = lines.at(-1)
  if (!first || !last || first === last) return null
  const [near, far] = [first, last].map((line) => {
    const index = nearest(line.xs, x)
    return index < 0 ? Number.NaN : line.values[index]!
  }) as [number, number]
  const broken = [near, far].find((value) => !Number.isFinite(value))
  if (broken !== undefined) {
    return first.xs.length === 0
      ? null
      : `The gradient is ${nameOfNonFinite(broken)}: the weights have diverged.`
  }
  if (near === 0) return `No gradient reaches ${first.label}: it does not learn.`
  if (far === 0) return null
  const share = near / far
  if (share >= 0.95)
    return `${first.label} gets ${share.toFixed(1)} times the gradient of the ${last.label} layer.`
  const inverse = 1 / share
  const whole =
    inverse < 10
      ? inverse.toFixed(1)
      : inverse < 1e6
        ? count(Number(inverse.toPrecision(2)))
        : magnitude(inverse)
  return `${first.label} gets 1/${whole} of the gradient of the ${last.label} layer.`
}
