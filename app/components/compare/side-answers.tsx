'use client'

import { useTimeToAccuracy } from '#app/hooks/use-time-to-accuracy.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { lastGradients } from './compare-charts.tsx'
import type { ComparedRun } from './compared-run.ts'
import { accuracyConclusion, gradientConclusion } from './conclusions.ts'
import { DifferencesTable } from './differences-table.tsx'
import { setsBySeed, setsOf } from './run-sets.ts'
import { speedConclusion } from './speed-conclusion.ts'
import { standingOf } from './standings.ts'
import { StandingsTable } from './standings-table.tsx'
import { accuraciesFor, timedSets } from './time-to-accuracy.ts'
import { TimesTable } from './times-table.tsx'

interface SideAnswersProps {
  runs: readonly ComparedRun[]
  /** What runs are read together by, as the charts draw them; null for each by itself. */
  groupBy: string | null
}

/** What the comparison comes to: in words, in steps and seconds, in settings and in figures. */
export function SideAnswers({ runs, groupBy }: SideAnswersProps) {
  const best = Math.max(0, ...runs.map((compared) => standingOf(compared).bestAccuracy ?? 0))
  const chance = Math.max(...runs.map(({ run }) => 1 / describeDataset(run.config.dataset).classes))
  const accuracies = best > 0 ? accuraciesFor(best, chance) : []
  const { answer, failed } = useTimeToAccuracy(
    runs.map(({ run }) => run),
    accuracies,
  )
  const timed = timedSets(setsOf(runs, groupBy), accuracies, answer)
  // Runs are told apart by what they differ in, whether seeds are drawn together or not.
  const speed = speedConclusion(timedSets(setsBySeed(runs), accuracies, answer), accuracies)
  return (
    <div className="min-w-0">
      <section className="pt-2.5 pb-4">
        <h2 className="mb-2 flex min-h-7 items-center">In short</h2>
        <p className="min-h-16 text-14 text-ink-2">
          {accuracyConclusion(runs) ?? 'The answer stands here once two runs have been validated.'} {speed}{' '}
          {gradientConclusion(...lastGradients(runs))}
        </p>
      </section>
      <TimesTable timed={timed} accuracies={accuracies} failed={failed} known={answer !== null} />
      <DifferencesTable runs={runs} />
      <StandingsTable runs={runs} />
    </div>
  )
}
