'use client'

import { memo, useState } from 'react'
import { Segments } from '#app/components/marks/segments.tsx'
import { layerNames } from '#app/format/networks.ts'
import { count } from '#app/format/numbers.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import type { Look } from '#app/hooks/use-look.ts'
import { fetchDiagnostics } from '#app/requests/runs.ts'
import type { DiagnosticsAnswer, HistogramName, LayerSnapshot } from '#lib/contracts/diagnostics.ts'
import { histogramChoices } from './histogram.ts'
import { LayerHistograms, OverlaidHistograms } from './layer-histograms.tsx'
import { MomentHead } from './moment-head.tsx'
import type { MomentRun } from './moment-run.ts'
import { rhythmOf, ridgesHeight } from './ridges-chart.tsx'
import { TimeHistograms } from './time-histograms.tsx'

const views = [
  { name: 'ridges', title: 'Ridges' },
  { name: 'overlaid', title: 'Overlaid' },
  { name: 'time', title: 'Over time' },
] as const
type View = (typeof views)[number]['name']

interface DistributionsProps {
  /** The run that trained at the playhead. */
  run: MomentRun
  look: Look<DiagnosticsAnswer>
}

/** What lies in every layer at the playhead, as histograms beside those of the first step. */
export const Distributions = memo(function Distributions({ run, look }: DistributionsProps) {
  const [name, setName] = useState<HistogramName>('preActivation')
  const [view, setView] = useState<View>('ridges')
  const answer = look.held?.answer ?? null
  const first = useFirstLook(run.id, answer)
  const { note } = histogramChoices.find((choice) => choice.name === name)!
  const filled = answer !== null && answer.step !== null
  const yardstick = first && filled && view !== 'time' ? `, dashed: step ${count(first.step)}` : ''
  return (
    <section className="border-t border-line pt-2.5 pb-4">
      <MomentHead
        title="Distributions"
        note={`${note}${yardstick}`}
        step={answer?.step ?? null}
        failure={look.failure}
        onRetry={look.retry}
      />
      <div className="mb-3 flex flex-wrap gap-x-3 gap-y-1.5">
        <Segments label="What is counted" value={name} options={histogramChoices} onChange={setName} />
        <Segments label="How it is drawn" value={view} options={views} onChange={setView} />
      </div>
      {filled ? (
        <div className={look.failure ? 'opacity-50' : undefined}>
          <Drawn run={run} answer={answer} first={first?.layers ?? []} name={name} view={view} />
        </div>
      ) : (
        <Empty run={run} look={look} />
      )}
    </section>
  )
})

/** The first close look of a run, once it is known which that is. */
function useFirstLook(
  runId: string,
  answer: DiagnosticsAnswer | null,
): { step: number; layers: LayerSnapshot[] } | null {
  const step = answer?.steps[0] ?? null
  const { answer: first } = useAnswer(`${runId} ${step}`, async (signal) =>
    step === null ? null : { runId, ...(await fetchDiagnostics(runId, step, signal)) },
  )
  return first?.runId === runId && first.step !== null ? { step: first.step, layers: first.layers } : null
}

interface DrawnProps {
  run: MomentRun
  answer: DiagnosticsAnswer
  first: readonly LayerSnapshot[]
  name: HistogramName
  view: View
}

function Drawn({ run, answer, first, name, view }: DrawnProps) {
  const [layer, setLayer] = useState('hidden_1')
  const layers = layerNames(run.config)
  const chosen = layers.includes(layer) ? layer : layers[0]!
  const { hidden } = run.config.network
  const step = answer.step!
  switch (view) {
    case 'ridges':
      return <LayerHistograms {...{ name, step, first, hidden }} layers={answer.layers} />
    case 'overlaid':
      return (
        <OverlaidHistograms
          {...{ name, step, first, hidden, chosen }}
          layers={answer.layers}
          onChoose={setLayer}
        />
      )
    case 'time':
      return (
        <TimeHistograms
          {...{ run, name, step, layers, chosen }}
          looks={answer.steps.length}
          onChoose={setLayer}
        />
      )
  }
}

/** As high as what is about to come. */
function Empty({ run, look }: DistributionsProps) {
  const rows = run.config.network.hidden.length
  const answer = look.held?.answer ?? null
  return (
    <p
      className="text-ink-3"
      style={{
        minHeight:
          answer || look.failure
            ? 44
            : ridgesHeight(rows, rhythmOf(rows, true)) + ridgesHeight(1, rhythmOf(1, true)),
      }}
    >
      {emptyWords(run, answer, look.failure !== null)}
    </p>
  )
}

/** Why there is nothing to see. */
function emptyWords(run: MomentRun, answer: DiagnosticsAnswer | null, failed: boolean): string {
  if (failed && !answer) return 'Nothing was received yet.'
  if (!answer) return 'Looking.'
  if (answer.steps.length > 0) return `The first close look is at step ${count(answer.steps[0]!)}.`
  return run.ended
    ? 'No close look at the layers was recorded for this run.'
    : 'Histograms of every layer stand here once the first close look was taken.'
}
