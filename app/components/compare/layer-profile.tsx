'use client'

import { useState } from 'react'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { Segments } from '#app/components/marks/segments.tsx'
import { count } from '#app/format/numbers.ts'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { type ProfileMeasure, profileFinding, profileOf } from './profile.ts'
import { ProfileChart } from './profile-chart.tsx'

const choices = [
  { name: 'error_rms', title: 'Error RMS' },
  { name: 'grad_norm', title: 'Gradient norm' },
  { name: 'both', title: 'Both' },
] as const
type Choice = (typeof choices)[number]['name']

const measuresOf = (choice: Choice): readonly ProfileMeasure[] =>
  choice === 'both' ? ['error_rms', 'grad_norm'] : [choice]

/** How error and gradient change from the output back to the input, for all runs at the crosshair's step. */
export function LayerProfile({ runs, stepAt }: { runs: readonly ComparedRun[]; stepAt: StepAt }) {
  const x = useCrosshair(useStack())
  const [choice, setChoice] = useState<Choice>('error_rms')
  const profiles = measuresOf(choice).flatMap((measure) =>
    runs.flatMap((compared) => {
      const step = stepAt(compared, x)
      return (step === null ? null : profileOf(compared, measure, step)) ?? []
    }),
  )
  const steps = new Set(profiles.map(({ step }) => step))
  const finding =
    profileFinding(profiles) ??
    (profiles.length > 0 ? 'Relative to the output layer.' : 'Nothing was recorded at this step yet.')
  return (
    <section className="min-w-0 border-t border-line pt-2.5">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2>On the way back to the input</h2>
        <span className="text-12 text-ink-3">÷ that of the output layer, log scale</span>
        <span className="ml-auto text-12 font-medium text-accent">
          {steps.size === 1 ? `step ${count([...steps][0]!)}` : ''}
        </span>
      </div>
      <div className="my-1.5">
        <Segments label="Measure of the layers" value={choice} options={choices} onChange={setChoice} />
      </div>
      <ProfileChart profiles={profiles} finding={finding} />
      <p className="mt-2 min-h-16 max-w-[68ch] text-14 text-ink-2">{finding}</p>
    </section>
  )
}
