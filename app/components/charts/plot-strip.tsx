import type { ReactNode } from 'react'
import { count } from '#app/format/numbers.ts'
import { type PlotLine, thinning } from './plot-line.ts'

interface PlotStripProps {
  title: string
  note?: ReactNode
  /** Key of the lines, at the right. */
  legend?: ReactNode
  /** Whose thinning is told. */
  lines: readonly PlotLine[]
  /** A choice that stands over the title. */
  above?: ReactNode
  /** Id of the strip, for who leads to it. */
  id?: string
  children: ReactNode
}

/** One measure in a stack: its title, what to know of it, and its plot. */
export function PlotStrip({ title, note, legend, lines, above, id, children }: PlotStripProps) {
  const thinned = thinning(lines)
  return (
    <figure id={id} className="relative pb-1.5 not-first:border-t not-first:border-line">
      <figcaption className="relative z-[3] mb-1 flex min-h-9.5 pt-2.5 flex-wrap items-center gap-x-3 gap-y-1 bg-bg">
        {above && <span className="mb-1.5 w-full min-w-0">{above}</span>}
        <h2>{title}</h2>
        {note && <span className="text-12 text-ink-3">{note}</span>}
        <span className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-2">
          {legend}
          {thinned && (
            <span className="text-ink-3">
              {count(thinned.points)} points as {count(thinned.entries)}
            </span>
          )}
        </span>
      </figcaption>
      {children}
    </figure>
  )
}

/** Swatch and name of a line. */
export function LegendEntry({
  colour,
  dashed,
  children,
}: {
  colour: string
  dashed?: boolean
  children: ReactNode
}) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span
        className="swatch"
        data-dashed={dashed || undefined}
        style={{ '--c': colour } as Record<string, string>}
      />
      {children}
    </span>
  )
}
