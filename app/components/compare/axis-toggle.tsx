import { Segments } from '#app/components/marks/segments.tsx'

/** What the horizontal axis counts. */
export type HorizontalUnit = 'step' | 'epoch'

const units = [
  { name: 'step', title: 'Steps' },
  { name: 'epoch', title: 'Epochs' },
] as const

/** Steps or epochs: epochs line up runs whose batches differ. */
export function AxisToggle(props: { value: HorizontalUnit; onChange: (unit: HorizontalUnit) => void }) {
  return <Segments label="Horizontal axis" options={units} {...props} />
}
