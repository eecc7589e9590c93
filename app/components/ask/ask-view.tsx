'use client'

import { useMemo, useState } from 'react'
import { resolveColours } from '#app/components/charts/run-colours.ts'
import { CopyLink } from '#app/components/marks/copy-link.tsx'
import { Segments } from '#app/components/marks/segments.tsx'
import { shortNames } from '#app/format/judgements.ts'
import { useAddress } from '#app/hooks/use-address.ts'
import { useCheckpointSteps } from '#app/hooks/use-checkpoints.ts'
import { useEvaluations } from '#app/hooks/use-evaluations.ts'
import { useModels } from '#app/hooks/use-models.ts'
import { useRunStreams } from '#app/hooks/use-run-stream.ts'
import type { Run } from '#lib/contracts/run.ts'
import { describeDataset, labelsOf } from '#lib/datasets/catalogue.ts'
import { AnswerColumn } from './answer-column.tsx'
import { answersOf, checkpointAt } from './answers.ts'
import { type AskPlace, askAddress } from './ask-address.ts'
import { type BarScale, barScales } from './class-bars.tsx'
import { Legend } from './legend.tsx'
import { featuresOf, type Question, truthOf } from './question.ts'
import { QuestionSide } from './question-side.tsx'
import { StepSlider } from './step-slider.tsx'
import { Summary, Unasked } from './summary.tsx'
import { usePlacedSample } from './use-placed-sample.ts'

interface AskViewProps {
  initial: readonly Run[]
  /** Ids of the address that no run has. */
  unknown: readonly string[]
  /** What the address asks for. */
  place: AskPlace
}

/** Pixels of a column, beyond which longer bars tell nothing more. */
const widestAnswer = 360

/** One sample put to several networks at once: what each says, and how it comes to it. */
export function AskView({ initial, unknown, place }: AskViewProps) {
  const { dataset } = initial[0]!.config
  const fitting = useMemo(() => initial.filter((run) => run.config.dataset === dataset), [initial, dataset])
  const others = initial.filter((run) => run.config.dataset !== dataset)
  const runs = useRunStreams(fitting).map((snapshot) => snapshot.run)
  const ids = runs.map((run) => run.id)
  const colours = useMemo(() => resolveColours(fitting.map((run) => run.id)), [fitting])
  const names = useMemo(() => shortNames(fitting), [fitting])
  const labels = labelsOf(dataset)
  const [step, setStep] = useState(place.step)
  const [barScale, setBarScale] = useState<BarScale>('linear')
  const [question, setQuestion] = useState<Question>(
    place.point ? { kind: 'point', point: place.point } : { kind: 'nothing' },
  )
  const unplaced = usePlacedSample(dataset, place.sample, (sample) => setQuestion({ kind: 'sample', sample }))

  const { steps: kept, failed } = useCheckpointSteps(runs)
  const stops = useMemo(() => [...new Set(kept?.flat())].sort((a, b) => a - b), [kept])
  const places = runs.map((run, i) => ({ run, step: checkpointAt(kept?.[i] ?? null, step) }))
  const { models, retry } = useModels(places)
  const evaluations = useEvaluations(places.map(({ run, step: at }) => ({ id: run.id, step: at })))

  const features = useMemo(() => featuresOf(dataset, question), [dataset, question])
  const isPlane = describeDataset(dataset).inputs === 2
  const asked = runs.map((run, i) => ({
    run,
    name: names[i]!,
    colour: colours[i]!,
    steps: kept?.[i] ?? null,
    shelved: models[i] ?? { ready: null, failure: null },
    evaluation: evaluations[i] ?? null,
  }))
  const answers = answersOf(asked, step, features, isPlane)
  const truth = truthOf(question)

  const address = askAddress(ids, {
    step,
    sample: question.kind === 'sample' ? question.sample.index : null,
    point: question.kind === 'point' ? question.point : null,
  })
  useAddress(address, () => address)
  const point = question.kind === 'point' ? question.point : pointOf(question, isPlane)

  return (
    <>
      <div className="mb-1 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{runs.length === 1 ? `Ask ${runs[0]!.name}` : `Ask ${runs.length} runs`}</h1>
        <Unasked unknown={unknown} others={others} dataset={describeDataset(dataset).title} />
        <CopyLink />
      </div>
      <Summary
        answers={answers}
        labels={labels}
        truth={truth}
        failure={failed ? 'The list of checkpoints could not be loaded.' : unplaced}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 tablet:grid-cols-[264px_minmax(0,1fr)] wide:grid-cols-[320px_minmax(0,1fr)]">
        <QuestionSide
          dataset={dataset}
          question={question}
          features={features}
          mistakes={evaluations[0]?.mistakes ?? null}
          runName={names[0]!}
          point={point}
          onAsk={setQuestion}
        />
        <div className="flex min-w-0 flex-col">
          <div className="order-1 mt-6 flex flex-wrap items-center gap-x-6 gap-y-2 border-line tablet:order-none tablet:mt-0 tablet:border-b tablet:pb-3">
            <div className="min-w-0 flex-[1_1_240px]">
              <StepSlider stops={stops} step={step} onChange={setStep} />
            </div>
            <Segments label="Scale of the bars" value={barScale} options={barScales} onChange={setBarScale} />
          </div>
          <div
            className="grid grid-cols-2 gap-x-6 gap-y-8 tablet:mt-3 tablet:grid-cols-[repeat(auto-fit,minmax(200px,1fr))]"
            style={{ maxWidth: runs.length * widestAnswer }}
          >
            {answers.map((answer) => (
              <AnswerColumn
                key={answer.run.id}
                answer={answer}
                labels={labels}
                truth={truth}
                barScale={barScale}
                point={point}
                onPoint={isPlane ? (next) => setQuestion({ kind: 'point', point: next }) : null}
                onRetry={retry}
              />
            ))}
          </div>
          <Legend answers={answers} />
        </div>
      </div>
    </>
  )
}

/** Where a sample of the plane lies. */
function pointOf(question: Question, isPlane: boolean) {
  if (!isPlane || question.kind !== 'sample') return null
  const [x = 0, y = 0] = question.sample.values
  return { x, y }
}
