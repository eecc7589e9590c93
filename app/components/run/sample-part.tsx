'use client'

import Link from 'next/link'
import { memo, useState } from 'react'
import { ClassBars } from '#app/components/ask/class-bars.tsx'
import { button } from '#app/components/marks/button.ts'
import { outputActivation } from '#app/format/networks.ts'
import { count } from '#app/format/numbers.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import type { EvaluationAnswer } from '#app/hooks/use-evaluation.ts'
import type { Look } from '#app/hooks/use-look.ts'
import { type Judgement, judge, topClasses } from '#app/inference/judgement.ts'
import { fetchPrediction } from '#app/requests/predictions.ts'
import { fetchSamples } from '#app/requests/samples.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { countSamples, labelsOf } from '#lib/datasets/catalogue.ts'
import { noEvaluationWords } from './evaluation-words.ts'
import { MomentHead } from './moment-head.tsx'
import type { MomentRun } from './moment-run.ts'
import { SampleGlyph } from './sample-glyph.tsx'

interface SamplePartProps {
  run: MomentRun
  look: Look<EvaluationAnswer>
}

/** Bars that there is room for, and the height of one in pixels. */
const mostBars = 11
const barHeight = 23

/** One validation sample, and what the network at the playhead makes of it: the sample stays while the playhead moves. */
export const SamplePart = memo(function SamplePart({ run, look }: SamplePartProps) {
  const evaluation = look.held?.answer.evaluation ?? null
  const [picked, setPicked] = useState<number | null>(null)
  const [usual, setUsual] = useState<number | null>(null)
  // What the network is surest of and wrong about says most; once it stands there it stays.
  if (usual === null && evaluation) setUsual(evaluation.mistakes[0]?.index ?? 0)
  const index = picked ?? usual
  return (
    <section className="border-t border-line pt-2.5 pb-4">
      {index !== null && evaluation ? (
        <PickedSample
          run={run}
          evaluation={evaluation}
          index={index}
          onAnother={() => setPicked(another(run, index))}
        />
      ) : (
        <>
          <MomentHead title="One sample" step={null} failure={look.failure} onRetry={look.retry} />
          <p
            className="text-ink-3"
            style={{ minHeight: look.held ? 44 : Math.min(mostBars, classesOf(run)) * barHeight }}
          >
            {noEvaluationWords(run, look, 'What the network makes of a sample stands here')}
          </p>
        </>
      )}
    </section>
  )
})

function classesOf(run: MomentRun): number {
  return labelsOf(run.config.dataset).length
}

/** Some other sample: far from the one before, and each once before the first comes again. */
function another({ config }: MomentRun, index: number): number {
  const total = countSamples(config.dataset, 'val')
  // Coprime to every size in the catalogue.
  return (index + 3571) % total
}

interface PickedSampleProps {
  run: MomentRun
  evaluation: Evaluation
  index: number
  onAnother: () => void
}

function PickedSample({ run, evaluation, index, onAnother }: PickedSampleProps) {
  const { dataset } = run.config
  const { labels, step } = evaluation
  const { answer: sample } = useAnswer(`${dataset} ${index}`, async (signal) => {
    const { items } = await fetchSamples(dataset, { indices: String(index) }, signal)
    return items[0] ?? null
  })
  const [tries, setTries] = useState(0)
  const version = `${run.id} ${evaluation.weights} ${index} ${tries}`
  const { answer, failed } = useAnswer(version, (signal) => fetchPrediction(run.id, index, step, signal))
  const outputs = answer?.outputs[0]?.map(decodeValue)
  const judgement = outputs ? judge(run.config, outputs) : null
  const truth = sample?.index === index ? sample.label : null
  const words = judgement ? judgementWords(judgement, labels, truth) : ''
  return (
    <>
      <MomentHead
        title="One sample"
        note={`validation sample ${count(index)}`}
        step={answer?.step ?? step}
        failure={failed ? 'No answer about this sample.' : null}
        onRetry={() => setTries(tries + 1)}
      />
      <div className="grid grid-cols-[96px_minmax(0,1fr)] items-start gap-4 tablet:grid-cols-[112px_minmax(0,1fr)] tablet:gap-5">
        <div>
          <div className="aspect-square w-full overflow-hidden rounded-1 bg-hover">
            {sample && <SampleGlyph dataset={dataset} values={sample.values} className="block size-full" />}
          </div>
          <p className="mt-1 min-h-10 text-12 leading-5 text-ink-2">
            {truth !== null && `Label ${labels[truth]}. `}
            {words}
          </p>
          <button type="button" className={`${button({ kind: 'ghost' })} -ml-3`} onClick={onAnother}>
            Another
          </button>
          <Link
            className="block text-12 text-accent underline decoration-1 underline-offset-3"
            href={`/ask?runs=${run.id}&sample=${index}`}
          >
            Ask about it
          </Link>
        </div>
        <div>
          <h3 className="sr-only">{outputActivation(run.config)} output of each class</h3>
          <ClassBars judgement={judgement} labels={labels} colour={run.colour} truth={truth} />
        </div>
      </div>
    </>
  )
}

/** What the network says, and whether it is right. */
function judgementWords(judgement: Judgement, labels: readonly string[], truth: number | null): string {
  const [first] = topClasses(judgement, 1)
  if (!first || judgement.values.some(Number.isNaN)) return 'No answer: the outputs are NaN.'
  const said = `Says ${labels[first.label]}`
  return truth === null ? `${said}.` : `${said}: ${first.label === truth ? 'right' : 'wrong'}.`
}
