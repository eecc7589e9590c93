'use client'

import { useTimeToAccuracy } from '#app/hooks/use-time-to-accuracy.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import type { ComparedRun } from './compared-run.ts'
import { DifferencesTable } from './differences-table.tsx'
import type { RunSet } from './run-sets.ts'
import { standingOf } from './standings.ts'
import { StandingsTable } from './standings-table.tsx'
import { accuraciesFor, speedConclusion, timedSets } from './time-to-accuracy.ts'
import { TimesTable } from './times-table.tsx'

interface SideAnswersProps {
  runs: readonly ComparedRun[]
  /** The runs as they are read together: each by itself, or by seeds. */
  sets: readonly RunSet[]
  /** Who gets furthest, in a sentence; null before that can be told. */
  conclusion: string | null
  /** Whose gradients vanish, likewise. */
  vanishing: string | null
}

/** What the comparison comes to: in words, in steps and seconds, in settings and in figures. */
export function SideAnswers({ runs, sets, conclusion, vanishing }: SideAnswersProps) {
  const best = Math.max(0, ...runs.map((compared) => standingOf(compared).bestAccuracy ?? 0))
  const chance = Math.max(...runs.map(({ run }) => 1 / describeDataset(run.config.dataset).classes))
  const accuracies = best > 0 ? accuraciesFor(best, chance) : []
  const { answer, failed } = useTimeToAccuracy(
    runs.map(({ run }) => run),
    accuracies,
  )
  const timed = timedSets(sets, accuracies, answer)
  const speed = speedConclusion(timed, accuracies)
  return (
    <div className="min-w-0">
      <section className="pt-2.5 pb-4">
        <h2 className="mb-2 flex min-h-7 items-center">In short</h2>
        <p className="min-h-16 text-14 text-ink-2">
          {conclusion ?? 'The answer stands here once two runs have been validated.'} {speed} {vanishing}
        </p>
      </section>
      <TimesTable timed={timed} accuracies={accuracies} failed={failed} known={answer !== null} />
      <DifferencesTable runs={runs} />
      <StandingsTable runs={runs} />
    </div>
  )
}
