'use client'

import { memo, useMemo, useState } from 'react'
import type { EvaluationAnswer } from '#app/hooks/use-evaluation.ts'
import type { Look } from '#app/hooks/use-look.ts'
import { noEvaluationWords } from './evaluation-words.ts'
import { MomentHead } from './moment-head.tsx'
import type { MomentRun } from './moment-run.ts'
import { NetworkDrawing, type UnitPlace } from './network-drawing.tsx'
import { drawLayers } from './network-picture.ts'
import { deathWords, networkWords, unitWords, weightWords } from './network-words.ts'

interface NetworkPartProps {
  run: MomentRun
  look: Look<EvaluationAnswer>
}

/** The network at the playhead: what its units do on the validation samples, and the strongest weights between them. */
export const NetworkPart = memo(function NetworkPart({ run, look }: NetworkPartProps) {
  const [chosen, setChosen] = useState<UnitPlace | null>(null)
  const evaluation = look.held?.answer.evaluation ?? null
  const layers = useMemo(() => drawLayers(run.config, evaluation), [run.config, evaluation])
  const finding = evaluation
    ? deathWords(layers, evaluation.samples)
    : noEvaluationWords(run, look, 'Units and weights are filled in')
  const layer = chosen && layers[chosen.column]
  const unit = layer?.drawn[chosen!.place]
  const weights = unit ? weightWords(evaluation, chosen!.column, unit) : null
  return (
    <section className="pt-2.5 pb-4">
      <MomentHead
        title="Network"
        note={layers.some(({ units, drawn }) => drawn.length < units) ? 'up to 24 units a layer' : undefined}
        step={evaluation?.step ?? null}
        failure={look.failure}
        onRetry={look.retry}
      />
      <div className={look.failure ? 'opacity-50' : undefined}>
        <NetworkDrawing
          {...{ run, layers, evaluation, chosen }}
          words={networkWords(layers, finding)}
          onChoose={setChosen}
        />
      </div>
      <p className="mt-2 min-h-10 text-12 leading-5 text-ink-2">
        {layer && unit ? (
          <>
            <span className="block truncate text-ink">{unitWords(layer, unit)}</span>
            {weights && <WeightWords {...weights} />}
          </>
        ) : (
          finding
        )}
      </p>
      <Key />
    </section>
  )
})

function WeightWords({ into, outOf }: { into: string | null; outOf: string | null }) {
  const parts = [into && `in ${into}`, outOf && `out ${outOf}`].filter(Boolean)
  return parts.length > 0 && <span className="block truncate">Strongest weights: {parts.join(', ')}</span>
}

/** What colours and widths stand for. */
function Key() {
  return (
    <p aria-hidden="true" className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-11 text-ink-3">
      <span className="inline-flex items-center gap-1">
        <span className="inline-flex">
          {[1, 4, 7].map((shade) => (
            <span key={shade} className="size-2" style={{ background: `var(--seq-${shade})` }} />
          ))}
        </span>
        mean activation
      </span>
      <span className="inline-flex items-center gap-1">
        <span className="inline-block h-0.5 w-3" style={{ background: 'var(--div-1)' }} />
        weight below 0
      </span>
      <span className="inline-flex items-center gap-1">
        <span className="inline-block h-0.5 w-3" style={{ background: 'var(--div-7)' }} />
        above
      </span>
      <span className="inline-flex items-center gap-1">
        <svg viewBox="0 0 10 10" className="size-2.5" aria-hidden="true">
          <circle cx="5" cy="5" r="4" fill="none" stroke="var(--bad)" strokeWidth="1.25" />
          <path d="M3.2 3.2L6.8 6.8M6.8 3.2L3.2 6.8" stroke="var(--bad)" strokeWidth="1.25" />
        </svg>
        dead
      </span>
    </p>
  )
}
