import { useId } from 'react'

interface SliderProps {
  label: string
  /** Least, most, step. */
  range: readonly [number, number, number]
  value: number
  onChange: (value: number) => void
  /** The value as it is read. */
  text: string
  /** What a value means, for those who hear it, where the text alone does not say. */
  spoken?: string
  /** What it is, in a few words under the label. */
  note?: string
}

/** How far the thumb's middle is along the track, as the style `.range` takes it. */
export function fillOf(value: number, least: number, most: number): Record<string, string> {
  const share = Math.min(1, Math.max(0, (value - least) / (most - least)))
  return { '--fill': `calc(8px + (100% - 16px) * ${share})` }
}

/** A named slider in a line, its value at the end. */
export function Slider({ label, range, value, onChange, text, spoken, note }: SliderProps) {
  const id = useId()
  const [least, most, step] = range
  return (
    <div className="grid min-h-10 grid-cols-[112px_minmax(0,1fr)_64px] items-center gap-x-3 border-b border-line pointer-coarse:min-h-12 tablet:grid-cols-[144px_minmax(0,1fr)_64px]">
      <div className="min-w-0 leading-4">
        <label htmlFor={id}>{label}</label>
        {note && (
          <p id={`${id}-note`} className="text-11 text-ink-3">
            {note}
          </p>
        )}
      </div>
      <input
        id={id}
        type="range"
        className="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-describedby={note ? `${id}-note` : undefined}
        aria-valuetext={spoken ?? text}
        style={fillOf(value, least, most)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output htmlFor={id} className="text-right font-medium whitespace-nowrap">
        {text}
      </output>
    </div>
  )
}
