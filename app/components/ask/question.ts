import { toDigit } from '#app/inference/digit-image.ts'
import type { Features } from '#app/inference/model.ts'
import { type Point, rasterize, type Stroke } from '#app/inference/strokes.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'

/** A held-out sample that was picked. */
export interface PickedSample {
  index: number
  /** Its class. */
  label: number
  /** Its features, as the API has them. */
  values: readonly number[]
}

/** What the networks are asked about. */
export type Question =
  | { kind: 'nothing' }
  | { kind: 'drawing'; strokes: readonly Stroke[] }
  | { kind: 'sample'; sample: PickedSample }
  | { kind: 'point'; point: Point }

/** Pixels of the drawing pad's width for counting ink: six for one of a digit's picture. */
const padSize = 168

/** What goes into the networks; null while there is nothing to ask about. */
export function featuresOf(dataset: DatasetName, question: Question): Features | null {
  switch (question.kind) {
    case 'nothing':
      return null
    case 'drawing':
      return question.strokes.length === 0 ? null : toDigit(rasterize(question.strokes, padSize), padSize)
    case 'point':
      return Float32Array.of(question.point.x, question.point.y)
    case 'sample': {
      const { values } = question.sample
      return describeDataset(dataset).values === 'bytes' ? Uint8Array.from(values) : Float32Array.from(values)
    }
  }
}

/** The class that the question's sample has; null where nobody knows. */
export function truthOf(question: Question): number | null {
  return question.kind === 'sample' ? question.sample.label : null
}
