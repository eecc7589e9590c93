'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { SamplePicture } from '#app/components/marks/sample-picture.tsx'
import { Segments } from '#app/components/marks/segments.tsx'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { digitSize } from '#app/inference/digit-image.ts'
import type { Features } from '#app/inference/model.ts'
import type { Point } from '#app/inference/strokes.ts'
import { fetchSamples } from '#app/requests/samples.ts'
import type { Mistake } from '#lib/contracts/evaluation.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'
import { Plane } from './plane.tsx'
import { PlanePoint } from './plane-point.tsx'
import type { Question } from './question.ts'

const DrawingPad = dynamic(() => import('./drawing-pad.tsx').then(({ DrawingPad: pad }) => pad))
const SamplePicker = dynamic(() => import('./sample-picker.tsx').then(({ SamplePicker: picker }) => picker))

interface QuestionSideProps {
  dataset: DatasetName
  question: Question
  /** What goes into the networks. */
  features: Features | null
  mistakes: readonly Mistake[] | null
  /** Of the first run, whose mistakes these are. */
  runName: string
  /** The point of the plane that is asked about. */
  point: Point | null
  onAsk: (question: Question) => void
}

type Way = 'draw' | 'point' | 'pick'

const picking = { name: 'pick', title: 'Test samples' } as const
const ways: Readonly<Record<'image' | 'plane' | 'vector', readonly { name: Way; title: string }[]>> = {
  image: [{ name: 'draw', title: 'Draw a digit' }, picking],
  plane: [{ name: 'point', title: 'Choose a point' }, picking],
  vector: [picking],
}

function kindOf(dataset: DatasetName): keyof typeof ways {
  const { shape, inputs } = describeDataset(dataset)
  return shape.length === 2 ? 'image' : inputs === 2 ? 'plane' : 'vector'
}

/** Where the question is put: drawn, chosen in the plane, or picked from the held-out samples. */
export function QuestionSide(props: QuestionSideProps) {
  const { dataset, question, features, mistakes, runName, point, onAsk } = props
  const kind = kindOf(dataset)
  const [chosen, setWay] = useState<Way | null>(null)
  const way = chosen ?? (question.kind === 'sample' ? 'pick' : ways[kind][0]!.name)
  return (
    <section aria-label="The question" className="min-w-0">
      <div className="mb-3 flex min-h-8 items-center">
        <Segments label="What to ask about" value={way} options={ways[kind]} onChange={setWay} />
      </div>
      {kind === 'image' && (
        <div className="grid grid-cols-[minmax(0,1fr)_84px] gap-4">
          {way === 'draw' ? (
            <DrawingPad
              strokes={question.kind === 'drawing' ? question.strokes : []}
              onChange={(strokes) => onAsk({ kind: 'drawing', strokes })}
            />
          ) : (
            <p className="text-14 text-ink-2">{sampleWords(question)}</p>
          )}
          <figure>
            <SamplePicture
              values={features ?? []}
              shape={[digitSize, digitSize]}
              label={features ? 'The picture as the networks get it' : 'No picture yet'}
              className="block aspect-square w-full rounded-1 bg-hover"
            />
            <figcaption className="mt-1 text-11 text-ink-3">
              As the networks get it: 28 × 28
              {way === 'draw' && ', the digit in 20 × 20, its mass in the middle'}
            </figcaption>
          </figure>
        </div>
      )}
      {way === 'point' && (
        <PointPad dataset={dataset} point={point} onPoint={(next) => onAsk({ kind: 'point', point: next })} />
      )}
      {way === 'pick' && (
        <div className={kind === 'image' ? 'mt-4' : ''}>
          <SamplePicker
            dataset={dataset}
            mistakes={mistakes}
            runName={runName}
            picked={question.kind === 'sample' ? question.sample.index : null}
            onPick={(sample) => onAsk({ kind: 'sample', sample })}
          />
        </div>
      )}
    </section>
  )
}

function sampleWords(question: Question): string {
  if (question.kind !== 'sample') return 'Pick one of the pictures below; arrow keys go from one to the next.'
  return `Test image ${question.sample.index}, labelled ${question.sample.label}.`
}

/** Samples that show where both classes lie. */
const shown = 250

/** The plane with some samples in it, and the point by mouse, finger or sliders. */
function PointPad(props: { dataset: DatasetName; point: Point | null; onPoint: (point: Point) => void }) {
  const { dataset, point, onPoint } = props
  const { answer } = useAnswer(dataset, (signal) => fetchSamples(dataset, { limit: String(shown) }, signal))
  return (
    <div>
      <Plane
        label="The plane with held-out samples of both classes; the sliders below move the point"
        surface={null}
        samples={answer?.items ?? []}
        point={point}
        onPoint={onPoint}
      />
      <PlanePoint point={point} onPoint={onPoint} />
    </div>
  )
}
