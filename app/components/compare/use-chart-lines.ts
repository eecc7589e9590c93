'use client'

import { useMemo } from 'react'
import type { PlotLine } from '#app/components/charts/plot-line.ts'
import { resolveColours } from '#app/components/charts/run-colours.ts'
import { useClocks } from '#app/hooks/use-clocks.ts'
import { useFiner, type VisibleSteps } from '#app/hooks/use-finer.ts'
import { useLineages } from '#app/hooks/use-lineage.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { chartLines, type DrawnGroup, type DrawnRun } from './chart-lines.ts'
import type { ComparedRun } from './compared-run.ts'
import { groupRuns } from './groups.ts'
import { type StepScale, stepScale } from './step-scale.ts'
import type { CompareView } from './view-state.ts'

/** Of more runs, what they were forked from is not drawn. */
const mostLineages = 12
/** Entries before the visible part from which a smoothed line comes, so that it does not begin anew there. */
const lead = 100
/** Last step that a run can have. */
const lastStep = 2 ** 31 - 1

/** What the charts of a comparison draw, on which scale. */
export interface Drawn {
  /** By metric. */
  lines: ReadonlyMap<string, readonly PlotLine[]>
  groups: readonly DrawnGroup[] | null
  start: number
  end: number
  /** Where the longest line ends. */
  latest: number
  scale: 'linear' | 'log'
  /** Where the steps of runs stand, by id. */
  scales: ReadonlyMap<string, StepScale | null>
  /** Runs of which it is not known where they stand on the horizontal axis. */
  unplaced: number
}

/** The runs of a comparison with the scale of each; those that have none under this unit are left out. */
function useDrawnRuns(runs: readonly ComparedRun[], { unit, visible, smoothing }: CompareView) {
  const rows = runs.map(({ run }) => run)
  const { answer: lineages } = useLineages(rows.length <= mostLineages ? rows : [])
  const { clocks } = useClocks(rows, unit === 'relative' || unit === 'wall')
  const ids = rows.map(({ id, progress }) => `${id} ${progress.steps}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: of a row, only what is in `ids` decides its scale
  const scales = useMemo(
    () => new Map(rows.map((run) => [run.id, stepScale(run, unit, clocks[run.id])] as const)),
    [ids, unit, clocks],
  )
  const before = smoothing > 0 ? lead : 1
  const drawn = useMemo(
    () =>
      runs.flatMap((compared, i): DrawnRun[] => {
        const scale = scales.get(compared.run.id)
        if (!scale) return []
        const [from, to] = (visible ?? [0, 0]).map(scale.toStep) as [number, number]
        const limited = (step: number) => Math.min(lastStep, Math.max(0, step))
        const steps = visible && ([limited(Math.floor(from)), limited(Math.ceil(to))] as const)
        return [{ compared, scale, lineage: lineages?.[i], visible: steps, before }]
      }),
    [runs, scales, lineages, visible, before],
  )
  return { drawn, scales }
}

/** The visible steps of runs with series that are thinned, which is where finer buckets say more. */
function thinnedParts(drawn: readonly DrawnRun[], keys: readonly string[]): VisibleSteps[] {
  return drawn.flatMap(({ compared: { run, series }, visible }) =>
    visible && keys.some((key) => series[key]?.min) ? [{ id: run.id, from: visible[0], to: visible[1] }] : [],
  )
}

/** Everything that the charts of a comparison draw. */
export function useChartLines(
  runs: readonly ComparedRun[],
  view: CompareView,
  keys: readonly string[],
): Drawn {
  const { unit, logX, smoothing, band, groupBy, hidden, visible } = view
  const { drawn, scales } = useDrawnRuns(runs, view)
  const finer = useFiner(thinnedParts(drawn, keys), keys)
  const ids = drawn.map(({ compared }) => compared.run.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a configuration never changes
  const groups = useMemo(() => {
    if (groupBy === null) return null
    const rows = drawn.map(({ compared }) => compared.run)
    const made = groupRuns(rows, groupBy)
    const colours = resolveColours(made.map(({ members }) => rows[members[0]!]!.id))
    return made.map((group, i): DrawnGroup => ({ ...group, ...colours[i]! }))
  }, [ids, groupBy])
  const lines = useMemo(() => {
    const hides = new Set(hidden)
    const fineOf = (id: string, key: string) => {
      const part = finer.steps.get(id)
      const buckets = finer.series[id]?.[key]
      return part && buckets ? { ...part, buckets } : null
    }
    const choices = { smoothing, band, groups, visible, fineOf }
    return new Map(keys.map((key) => [key, chartLines(drawn, hides, key, choices)]))
  }, [drawn, hidden, keys, finer, smoothing, band, groups, visible])
  const log = logX && unit !== 'wall'
  const span = useMemo(() => spanOf(drawn, keys, log, unit), [drawn, keys, log, unit])
  return { lines, groups, ...span, scales, unplaced: runs.length - drawn.length }
}

/** Where the scale begins and ends: of runs that go on, where they will end if that is known. */
function spanOf(
  drawn: readonly DrawnRun[],
  keys: readonly string[],
  log: boolean,
  unit: CompareView['unit'],
): Pick<Drawn, 'start' | 'end' | 'latest' | 'scale'> {
  let start = Number.POSITIVE_INFINITY
  let latest = 0
  let planned = 0
  for (const { compared, scale } of drawn) {
    const { run, series } = compared
    for (const key of keys) {
      const { steps = [] } = series[key] ?? {}
      const last = steps.at(-1)
      if (last === undefined) continue
      latest = Math.max(latest, scale.toX(last))
      const first = log ? steps.find((step) => scale.toX(step) > 0) : steps[0]
      if (first !== undefined) start = Math.min(start, scale.toX(first))
    }
    const timed = unit === 'relative' || unit === 'wall'
    if (!timed && !endedStates.includes(run.state)) planned = Math.max(planned, scale.toX(run.progress.steps))
  }
  const end = Math.max(latest, planned)
  if (log && start > 0 && start < end) return { start, end, latest, scale: 'log' }
  return { start: unit === 'wall' && start < end ? start : 0, end, latest, scale: 'linear' }
}
