import type { HeatTone } from './heat-picture.tsx'
import { type HeatScale, heatClasses, heatColour } from './heat-scale.ts'

interface HeatKeyProps {
  scale: Pick<HeatScale, 'ramp' | 'low' | 'high'>
  /** What outlines mean; none where there are none. */
  outlined: readonly { tone: HeatTone; words: string }[]
}

/** What the colours of a heat map stand for: both ends in figures, and what is outlined. */
export function HeatKey({ scale, outlined }: HeatKeyProps) {
  const { ramp, low, high } = scale
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 text-11 text-ink-3">
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        {low}
        <span aria-hidden="true" className="inline-flex">
          {Array.from({ length: heatClasses }, (_, index) => (
            <span
              key={heatColour(ramp, index)}
              className="h-2 w-3 tablet:w-3.5"
              style={{ background: heatColour(ramp, index) }}
            />
          ))}
        </span>
        <span className="sr-only">to</span>
        {high}
      </span>
      {outlined.map(({ tone, words }) => (
        <span key={tone} className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <span
            aria-hidden="true"
            className="h-2.5 w-3.5 border-[1.5px]"
            style={{ borderColor: `var(--${tone})` }}
          />
          {words}
        </span>
      ))}
    </span>
  )
}
