import { type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import { resolveColours } from '#app/components/charts/run-colours.ts'
import type { StackMark } from '#app/components/charts/stack-marks.tsx'
import { count, setting } from '#app/format/numbers.ts'
import { ownBeginning, type Past } from '#app/hooks/use-lineage.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Buckets } from '#lib/series/buckets.ts'

/** A stretch of training that is drawn: a run's own, or what the runs did that it comes from. */
export interface Stretch {
  run: Run
  series: Readonly<Record<string, Buckets>>
  colour: string
  quiet: boolean
  /** Where it is read; everywhere where absent. */
  span?: readonly [after: number, upTo: number]
}

/** Everything that a run's charts draw, the oldest first and its own last. The run has its own colour. */
export function stretchesOf(run: Run, series: Stretch['series'], pasts: readonly Past[]): Stretch[] {
  const colours = resolveColours([run.id, ...pasts.map((past) => past.run.id)])
  const own = { run, series, colour: colours[0]!.colour, quiet: false }
  if (pasts.length === 0) return [own]
  return [
    ...pasts.map((past, i) => ({ ...past, colour: colours[i + 1]!.colour, quiet: true })),
    { ...own, span: [ownBeginning(run), Number.POSITIVE_INFINITY] as const },
  ]
}

/** Validation and training of a headline metric. */
export function headlineLines(stretches: readonly Stretch[], metric: 'accuracy' | 'loss'): PlotLine[] {
  return stretches.flatMap(({ run, series, colour, quiet, span }) => {
    const look = { colour, quiet, ...(span ? { span } : {}) }
    return [
      toLine({ id: `val ${run.id}`, label: 'validation', ...look }, series[`val/${metric}`]),
      toLine(
        { id: `train ${run.id}`, label: 'train', dashed: true, thin: true, ...look },
        series[`train/${metric}`],
      ),
    ]
  })
}

/** The stretch that a place belongs to: the last that begins before it. */
export function stretchAt(stretches: readonly Stretch[], x: number): Stretch {
  return stretches.findLast(({ span }) => !span || x > span[0]) ?? stretches[0]!
}

/** What happened on the way: where a run was forked from another, where another learning rate was set. */
export function marksOf(stretches: readonly Stretch[]): StackMark[] {
  return stretches.flatMap(({ run, span }, i) => {
    const before = stretches[i - 1]
    const step = run.fork?.step ?? null
    const origin = before ? ` from ${before.run.name}` : ''
    const forked =
      step === null ? [] : [{ id: `fork ${run.id}`, x: step, label: `forked${origin}, step ${count(step)}` }]
    const rates = run.learningRateChanges.flatMap(({ id, step, learningRate }) =>
      step === null || step > (span?.[1] ?? Number.POSITIVE_INFINITY)
        ? []
        : [{ id: `lr ${run.id} ${id}`, x: step, label: `lr ${setting(learningRate)}` }],
    )
    return [...forked, ...rates]
  })
}
