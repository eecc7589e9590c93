import { count, share } from '#app/format/numbers.ts'
import type { DrawnLayer } from './network-picture.ts'

/** Room left and right of the outermost columns, in pixels. */
export const side = 8

interface ColumnWordsProps {
  layer: DrawnLayer
  /** 0 at the left, 1 at the right. */
  place: number
  roomy: boolean
  crowded: boolean
}

/** Below a column: how many units it has, how many of them are drawn, and how many are dead. */
export function ColumnWords({ layer, place, roomy, crowded }: ColumnWordsProps) {
  const { units, drawn, dead } = layer
  const shift =
    place === 0 ? '' : place === 1 ? '-translate-x-full text-right' : '-translate-x-1/2 text-center'
  const part = (dead ?? 0) / units
  if (crowded && place > 0 && place < 1 && !dead) return null
  return (
    <p
      aria-hidden="true"
      className={`absolute bottom-0 h-8 leading-4 whitespace-nowrap text-ink-2 ${shift}`}
      style={{ left: `calc(${place * 100}% + ${place === 0 ? -side : place === 1 ? side : 0}px)` }}
    >
      {!crowded && (roomy && drawn.length < units ? `${drawn.length} of ${count(units)}` : count(units))}
      {dead !== null && (
        <span className={`block ${part > 0.4 ? 'font-medium text-bad' : 'text-ink-3'}`}>
          {share(part)}
          {roomy && ' dead'}
        </span>
      )}
    </p>
  )
}

/** The classes beside the output's units. */
export function ClassNames({ layer, labels }: { layer: DrawnLayer; labels: readonly string[] }) {
  return (
    <ol aria-hidden="true" className="absolute top-0 right-0">
      {layer.drawn.map(({ index, y }) => (
        <li key={index} className="absolute right-0 leading-4 text-ink-2" style={{ top: y - 8 }}>
          {labels[index]}
        </li>
      ))}
    </ol>
  )
}
