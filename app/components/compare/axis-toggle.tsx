/** What the horizontal axis counts. */
export type HorizontalUnit = 'step' | 'epoch'

const units = [
  { value: 'step', title: 'Steps' },
  { value: 'epoch', title: 'Epochs' },
] as const

/** Steps or epochs: epochs line up runs whose batches differ. */
export function AxisToggle({
  value,
  onChange,
}: {
  value: HorizontalUnit
  onChange: (unit: HorizontalUnit) => void
}) {
  return (
    <fieldset className="inline-flex gap-0.5 rounded-3 bg-pressed p-0.5">
      <legend className="sr-only">Horizontal axis</legend>
      {units.map((unit) => (
        <button
          key={unit.value}
          type="button"
          aria-pressed={value === unit.value}
          onClick={() => onChange(unit.value)}
          className="h-6 rounded-2 px-2.5 text-12 font-medium text-ink-2 aria-pressed:bg-bg aria-pressed:text-ink aria-pressed:shadow-press pointer-coarse:h-9"
        >
          {unit.title}
        </button>
      ))}
    </fieldset>
  )
}
