import { VectorPicture } from '#app/components/ask/vector-picture.tsx'
import { SamplePicture } from '#app/components/marks/sample-picture.tsx'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'

interface SampleGlyphProps {
  dataset: DatasetName
  values: readonly number[]
  className?: string
}

/** A sample as it can be seen: a picture, a point of a plane, or a square of shaded numbers. What it is, a label says. */
export function SampleGlyph({ dataset, values, className = '' }: SampleGlyphProps) {
  const [height, width] = describeDataset(dataset).shape
  if (height !== undefined && width !== undefined)
    return <SamplePicture values={values} shape={[height, width]} className={className} />
  return values.length === 2 ? (
    <PlanePicture x={values[0]!} y={values[1]!} className={className} />
  ) : (
    <VectorPicture values={values} className={className} />
  )
}

/** A point in the square from −1 to 1, with the axes through its middle. */
function PlanePicture({ x, y, className }: { x: number; y: number; className: string }) {
  return (
    <svg viewBox="-1.1 -1.1 2.2 2.2" className={className} aria-hidden="true">
      <path d="M-1.1 0H1.1M0 -1.1V1.1" stroke="var(--line-strong)" strokeWidth="0.04" />
      <circle cx={x} cy={-y} r="0.15" fill="currentColor" />
    </svg>
  )
}
