import { magnitude, setting } from '#app/format/numbers.ts'
import type { Span } from './histogram.ts'
import { spanTicks } from './ridge-scale.ts'

/** Width of the box that is stretched to a plot, in its own units. */
export const boxWidth = 1000

/** A fine line at every tick; the one at zero is stronger. */
export function Grid({ span, bottom }: { span: Span; bottom: number }) {
  return spanTicks(span).map((tick) => (
    <path
      key={tick}
      d={`M${((tick - span[0]) / (span[1] - span[0])) * boxWidth} 0V${bottom}`}
      stroke={tick === 0 ? 'var(--line-strong)' : 'var(--grid)'}
      vectorEffect="non-scaling-stroke"
    />
  ))
}

/** The numbers of a scale below a plot. */
export function Ticks({ span }: { span: Span }) {
  const [low, high] = span
  return spanTicks(span).map((tick) => (
    <span
      key={tick}
      aria-hidden="true"
      className="absolute bottom-0 -translate-x-1/2 leading-4 whitespace-nowrap text-ink-3"
      style={{ left: `${((tick - low) / (high - low)) * 100}%` }}
    >
      {tickWords(tick)}
    </span>
  ))
}

/** Both ends of a row's own scale, below it. */
export function Ends({ span, top }: { span: Span; top: number }) {
  return (
    <span
      aria-hidden="true"
      className="absolute inset-x-0 flex justify-between leading-[13px] text-ink-3"
      style={{ top }}
    >
      <span>{magnitude(span[0])}</span>
      <span>{magnitude(span[1])}</span>
    </span>
  )
}

function tickWords(tick: number): string {
  return tick !== 0 && Math.abs(tick) < 0.001 ? magnitude(tick) : setting(tick)
}
