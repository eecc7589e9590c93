'use client'

import { type ReactNode, useRef, useState } from 'react'
import type { MenuItem } from '#app/components/marks/menu.tsx'
import { count, figure } from '#app/format/numbers.ts'
import { ChartMenu } from './chart-menu.tsx'
import { FullScreen } from './full-screen.tsx'
import { type PlotLine, thinning } from './plot-line.ts'

interface PlotStripProps {
  title: string
  note?: ReactNode
  /** Key of the lines, at the right. */
  legend?: ReactNode
  /** Whose thinning is told. */
  lines: readonly PlotLine[]
  /** What a file of the values holds; the lines where absent. */
  saved?: () => readonly PlotLine[]
  /** How a value reads in files. */
  formatValue?: (value: number) => string
  /** A choice that stands over the title. */
  above?: ReactNode
  /** Id of the strip, for who leads to it; follows from the title where absent. */
  id?: string
  /** What can be done with this chart beside what can be done with all. */
  more?: readonly (readonly MenuItem[])[]
  children: ReactNode
}

/** One measure in a stack: its title, what to know of it, its plot, and what can be done with it. */
export function PlotStrip(props: PlotStripProps) {
  const { title, note, legend, lines, above, more = [], formatValue = figure, children } = props
  const { saved = () => lines } = props
  const { id = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') } = props
  const element = useRef<HTMLElement>(null)
  const [usualHeight, setUsualHeight] = useState<number | null>(null)
  const thinned = thinning(lines)
  const openFull = () => {
    const plots = [...(element.current?.querySelectorAll<HTMLElement>('.plot') ?? [])]
    setUsualHeight(plots.reduce((sum, plot) => sum + plot.offsetHeight, 0))
  }
  const closeFull = () => {
    setUsualHeight(null)
    element.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.focus()
  }
  return (
    <figure
      ref={element}
      id={id}
      className="relative scroll-mt-16 pb-1.5 not-first:border-t not-first:border-line"
    >
      <figcaption className="relative z-[3] mb-1 flex min-h-9.5 pt-2.5 pr-9 has-aria-expanded:z-10 flex-wrap items-center gap-x-3 gap-y-1 bg-bg">
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
          <ChartMenu
            title={title}
            note={typeof note === 'string' ? note : ''}
            figure={element}
            onFullScreen={openFull}
            {...{ id, lines, saved, formatValue, more }}
          />
        </span>
      </figcaption>
      {children}
      {usualHeight !== null && (
        <FullScreen title={title} usualHeight={usualHeight} onClose={closeFull}>
          {children}
        </FullScreen>
      )}
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
