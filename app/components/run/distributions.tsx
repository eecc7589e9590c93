'use client'

import { useState } from 'react'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { Segments } from '#app/components/marks/segments.tsx'
import { count, magnitude } from '#app/format/numbers.ts'
import { type Diagnostics, useDiagnostics } from '#app/hooks/use-diagnostics.ts'
import type { HistogramName } from '#lib/contracts/diagnostics.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { commonSpan, histogramChoices, histogramPath, type Span, spanWords } from './histogram.ts'
import { layerColour } from './layer-measures.ts'
import { type Stretch, stretchAt } from './run-lines.ts'

/** The box of one histogram, in pixels before it is stretched to its column. */
const box = { width: 256, height: 26 }

/** Height of one layer's histogram and what is around it, in pixels. */
const rowHeight = 33

/** What lies in every layer at the playhead, as histograms: asked for once the playhead rests. */
export function Distributions({ stretches }: { stretches: readonly Stretch[] }) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const [name, setName] = useState<HistogramName>('preActivation')
  const { run } = stretchAt(stretches, x)
  return <RestingDistributions key={run.id} run={run} x={x} name={name} onChoose={setName} />
}

interface ChosenProps {
  run: Run
  name: HistogramName
  onChoose: (name: HistogramName) => void
}

function RestingDistributions({ run, x, ...chosen }: ChosenProps & { x: number }) {
  const diagnostics = useDiagnostics(run.id, Math.floor(x), !endedStates.includes(run.state))
  return <DistributionsView run={run} diagnostics={diagnostics} {...chosen} />
}

/** The same from what is known. */
export function DistributionsView({
  run,
  diagnostics,
  name,
  onChoose,
}: ChosenProps & { diagnostics: Diagnostics }) {
  const { answer, failed } = diagnostics
  const { note } = histogramChoices.find((choice) => choice.name === name)!
  const step = answer?.step ?? null
  return (
    <section className="border-t border-line pt-2.5 pb-4">
      <div className="mb-2 flex min-h-7 items-center gap-3">
        <h2>Distributions</h2>
        <span className="truncate text-12 text-ink-3">{note}</span>
        {step !== null && (
          <span className="ml-auto text-12 font-medium whitespace-nowrap text-ink-2">step {count(step)}</span>
        )}
      </div>
      <div className="mb-2">
        <Segments label="What is counted" value={name} options={histogramChoices} onChange={onChoose} />
      </div>
      {answer && step !== null ? (
        <Histograms layers={answer.layers} name={name} />
      ) : (
        <p
          className="min-h-11 text-ink-3"
          // As high as what is about to come.
          style={
            answer || failed
              ? undefined
              : { minHeight: rowHeight * (run.config.network.hidden.length + 1) + 20 }
          }
        >
          {emptyWords(run, diagnostics)}
        </p>
      )}
      {failed && answer && (
        <p role="status" className="mt-2 text-12 text-warn">
          The server did not answer; this is the last look that was received.
        </p>
      )}
    </section>
  )
}

/** Why there is nothing to see. */
function emptyWords(run: Run, { answer, failed }: Diagnostics): string {
  if (failed) return 'The server did not answer. Move the playhead to ask again.'
  if (!answer) return 'Looking.'
  if (answer.steps.length > 0) return `The first close look is at step ${count(answer.steps[0]!)}.`
  return endedStates.includes(run.state)
    ? 'No close look at the layers was recorded for this run.'
    : 'Histograms of every layer stand here once the first close look was taken.'
}

function Histograms({
  layers,
  name,
}: {
  layers: NonNullable<Diagnostics['answer']>['layers']
  name: HistogramName
}) {
  const shared = commonSpan(layers.map((layer) => layer.histograms[name]))
  return (
    <>
      <ol>
        {layers.map((layer, i) => {
          const histogram = layer.histograms[name]
          const span: Span = shared ?? [histogram.low, histogram.high]
          return (
            <li
              key={layer.name}
              className="grid grid-cols-[68px_minmax(0,1fr)_104px] items-end gap-2 pt-1.5 text-12"
            >
              <code className="text-ink-2">{layer.name}</code>
              <HistogramShape
                path={histogramPath(histogram, span, box.width, box.height)}
                span={span}
                colour={layerColour(i, layers.length)}
              />
              <span className="text-right text-11 leading-4 text-ink-2">
                {spanWords(histogram)}
                {histogram.nonFinite > 0 && (
                  <span className="block text-bad">{count(histogram.nonFinite)} NaN or ∞</span>
                )}
              </span>
            </li>
          )
        })}
      </ol>
      {shared ? (
        <p
          aria-hidden="true"
          className="mt-0.5 grid grid-cols-[68px_minmax(0,1fr)_104px] gap-2 text-11 text-ink-3"
        >
          <span className="col-start-2 flex justify-between">
            <span>{magnitude(shared[0])}</span>
            <span>{magnitude(shared[1])}</span>
          </span>
        </p>
      ) : (
        <p className="mt-1 text-11 text-ink-3">
          Each layer on its own scale, from its least to its greatest.
        </p>
      )}
    </>
  )
}

/** One histogram on its scale; a fine line stands at 0. */
function HistogramShape({ path, span, colour }: { path: string; span: Span; colour: string }) {
  const { width, height } = box
  const [low, high] = span
  const zero = low < 0 && high > 0 ? (-low / (high - low)) * width : null
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="h-6.5 w-full border-b border-line-strong"
      aria-hidden="true"
    >
      {zero !== null && (
        <path
          d={`M${zero} 0V${height}`}
          stroke="var(--line-strong)"
          strokeDasharray="2 2"
          vectorEffect="non-scaling-stroke"
        />
      )}
      <path d={path} fill={colour} fillOpacity="0.55" />
    </svg>
  )
}
