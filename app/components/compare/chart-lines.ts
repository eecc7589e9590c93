import { type LineLook, type PlotLine, toLine } from '#app/components/charts/plot-line.ts'
import { smoothLines } from '#app/components/charts/smoothing.ts'
import { type Lineage, ownBeginning } from '#app/hooks/use-lineage.ts'
import type { Buckets } from '#lib/series/buckets.ts'
import type { ComparedRun } from './compared-run.ts'
import { meanLine, type RunGroup } from './groups.ts'
import { type FinePart, refined, within } from './refine.ts'
import type { Band } from './statistics.ts'
import type { StepScale } from './step-scale.ts'

/** One run as it is drawn: its series, where its steps stand, and the visible ones of them. */
export interface DrawnRun {
  compared: ComparedRun
  scale: StepScale
  lineage: Lineage | undefined
  /** First and last visible step; null where all are. */
  visible: readonly [from: number, to: number] | null
  /** Entries that are taken from before them. */
  before: number
}

/** A group of runs with the colour of its line. */
export interface DrawnGroup extends RunGroup {
  colour: string
  dashed: boolean
}

/** Lines that were made before, by what they were made of: what did not change is not drawn again. */
type Made = WeakMap<Buckets, { of: readonly unknown[]; line: PlotLine }>
const made: Made = new WeakMap()

const nothing: Buckets = { steps: [], values: [], total: 0 }

function lineOf(
  look: LineLook,
  series: Buckets | undefined,
  { scale, visible, before }: DrawnRun,
  fine: FinePart | null,
): PlotLine {
  const held = series ?? nothing
  const of = [JSON.stringify(look), scale, visible?.join(), before, fine?.buckets]
  const last = made.get(held)
  if (last?.of.every((part, i) => part === of[i])) return last.line
  const whole = fine ? refined(held, fine) : held
  const line = toLine(look, visible ? within(whole, ...visible, before) : whole, scale.toX)
  const { buckets } = fine ?? {}
  // Of a part that is only known coarsely nobody knows how many points there are.
  const entries = buckets?.steps.length ?? line.xs.length
  const full = visible ? { ...line, window: { points: buckets?.total ?? entries, entries } } : line
  made.set(held, { of, line: full })
  return full
}

/** A run's line, and before it, faintly, those of the runs that it was forked from, where they are not compared. */
function linesOfRun(
  drawn: DrawnRun,
  key: string,
  fine: FinePart | null,
  compares: ReadonlySet<string>,
): PlotLine[] {
  const { compared, scale, lineage } = drawn
  const { run, colour, dashed, series } = compared
  const look = { label: run.name, colour, dashed }
  const pasts = (lineage?.pasts ?? []).filter((past) => !compares.has(past.run.id))
  if (pasts.length === 0) return [lineOf({ id: run.id, ...look }, series[key], drawn, fine)]
  const span = (after: number, upTo: number) => [scale.toX(after), scale.toX(upTo)] as const
  return [
    ...pasts.map((past) =>
      lineOf(
        { id: `${run.id} ${past.run.id}`, quiet: true, span: span(...past.span), ...look },
        past.series[key],
        { ...drawn, compared },
        null,
      ),
    ),
    lineOf(
      { id: run.id, span: [scale.toX(ownBeginning(run)), Number.POSITIVE_INFINITY], ...look },
      series[key],
      drawn,
      fine,
    ),
  ]
}

/** What the lines of a chart are made by. */
export interface LineChoices {
  smoothing: number
  band: Band
  groups: readonly DrawnGroup[] | null
  /** The visible part of the horizontal axis; null where all of it is. */
  visible: readonly [from: number, to: number] | null
  fineOf: (runId: string, key: string) => FinePart | null
}

/** The lines of a metric: one a run, or a mean a group, smoothed as wanted. */
export function chartLines(
  runs: readonly DrawnRun[],
  hidden: ReadonlySet<string>,
  key: string,
  { smoothing, band, groups, visible, fineOf }: LineChoices,
): PlotLine[] {
  const compares = new Set(runs.map(({ compared }) => compared.run.id))
  const lines = new Map(
    runs
      .filter(({ compared }) => groups || !hidden.has(compared.run.id))
      .map((drawn) => {
        const { id } = drawn.compared.run
        return [id, linesOfRun(drawn, key, fineOf(id, key), compares)]
      }),
  )
  const cut = (line: PlotLine) => (smoothing > 0 && visible ? cutLine(line, ...visible) : line)
  if (!groups) return smoothLines([...lines.values()].flat(), smoothing).map(cut)
  return groups
    .filter(({ id }) => !hidden.has(id))
    .flatMap(({ id, label, colour, dashed, members }) => {
      const own = members
        .flatMap((i) => lines.get(runs[i]!.compared.run.id) ?? [])
        .filter(({ quiet }) => !quiet)
      const alike = smoothing > 0 ? own.map((line) => smoothLines([line], smoothing).at(-1)!) : own
      return own.length === 0 ? [] : [cut(meanLine({ id, label, colour, dashed }, alike, band))]
    })
}

/** A line without what a smoothed one was only led in by: its entries in a part, and the next on either side. */
function cutLine(line: PlotLine, from: number, to: number): PlotLine {
  const first = Math.max(0, line.xs.findIndex((x) => x >= from) - 1)
  const beyond = line.xs.findIndex((x) => x > to)
  const end = beyond < 0 ? line.xs.length : beyond + 1
  const { min, max, runs, nans } = line
  return {
    ...line,
    xs: line.xs.slice(first, end),
    values: line.values.slice(first, end),
    ...(min && max ? { min: min.slice(first, end), max: max.slice(first, end) } : {}),
    ...(runs ? { runs: runs.slice(first, end) } : {}),
    ...(nans ? { nans: nans.filter((i) => i >= first && i < end).map((i) => i - first) } : {}),
  }
}
