import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'
import { judgementWords } from '#app/format/judgements.ts'
import { count } from '#app/format/numbers.ts'
import type { Judgement } from '#app/inference/judgement.ts'
import type { ShelvedModel } from '#app/inference/model-shelf.ts'
import type { Point } from '#app/inference/strokes.ts'
import type { Run } from '#lib/contracts/run.ts'
import { type BarScale, ClassBars } from './class-bars.tsx'
import { type LayerReading, LayerStrip } from './layer-strip.tsx'
import { Plane } from './plane.tsx'

/** One run, and what it makes of the question. */
export interface RunAnswer {
  run: Run
  /** What it is called side by side. */
  name: string
  colour: string
  shelved: ShelvedModel
  /** Why it has no weights to ask, in words; null where it has. */
  absence: string | null
  judgement: Judgement | null
  layers: readonly LayerReading[]
  /** Share of the second class everywhere, where the samples are points. */
  surface: Float32Array | null
}

interface AnswerColumnProps {
  answer: RunAnswer
  labels: readonly string[]
  truth: number | null
  barScale: BarScale
  point: Point | null
  onPoint: ((point: Point) => void) | null
  onRetry: () => void
}

/** What one network says: in words, as bars, and layer by layer. */
export function AnswerColumn({
  answer,
  labels,
  truth,
  barScale,
  point,
  onPoint,
  onRetry,
}: AnswerColumnProps) {
  const { run, name, colour, shelved, absence, judgement, layers, surface } = answer
  const { ready, failure } = shelved
  return (
    <section aria-label={run.name} data-run={run.id} data-step={ready?.step} className="min-w-0">
      <h2 className="flex min-w-0 items-center gap-2">
        <span className="swatch h-1! w-4!" style={{ '--c': colour } as Record<string, string>} />
        <Link href={`/runs/${run.id}`} className="truncate" title={run.name}>
          {name}
        </Link>
        <span className="ml-auto text-12 font-normal whitespace-nowrap text-ink-3">
          {ready && `step ${count(ready.step)}`}
        </span>
      </h2>
      <p className="mb-1 min-h-6 text-ink-2">
        {failure !== null ? (
          <span className="text-bad">Not loaded: {failure}</span>
        ) : (
          (absence ??
          (ready ? judgement && `says ${judgementWords(judgement, labels)}` : 'Loading its weights…'))
        )}
      </p>
      {failure !== null && (
        <button type="button" className={`${button()} mb-2`} onClick={onRetry}>
          Try again
        </button>
      )}
      {onPoint && (
        <div className="mb-3">
          <Plane
            label={`What ${run.name} says everywhere in the plane`}
            surface={surface}
            samples={[]}
            point={point}
            onPoint={onPoint}
          />
        </div>
      )}
      <ClassBars judgement={judgement} labels={labels} colour={colour} truth={truth} scale={barScale} />
      <div className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-3">
        {layers.map((layer) => (
          <LayerStrip key={layer.name} {...layer} />
        ))}
      </div>
    </section>
  )
}
