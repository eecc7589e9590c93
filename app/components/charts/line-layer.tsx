'use client'

import { memo, useId } from 'react'
import { plotInset } from './axes.ts'
import { bandPath, type Geometry, linePath, spikePath } from './line-path.ts'
import type { PlotLine } from './plot-line.ts'

interface LineLayerProps {
  lines: readonly PlotLine[]
  geometry: Geometry
  /** Of the whole box. */
  boxWidth: number
  /** Id of the line that is brought forward; null where none is. */
  highlighted: string | null
}

/** Bands of more lines than this would cover each other. */
const mostBands = 3

/** Whether a line, or what it went on from, is the one that is brought forward. */
const isOf = (line: PlotLine, id: string): boolean => line.id === id || line.id.startsWith(`${id} `)

/** The lines of a plot as paths, however many; one that is brought forward is drawn last, the others faintly. */
export function LineLayer({ lines, geometry, boxWidth, highlighted }: LineLayerProps) {
  const clip = useId()
  const { left, width, height } = geometry
  const main = lines.filter(({ quiet, faint }) => !quiet && !faint)
  const forward = highlighted === null ? [] : lines.filter((line) => isOf(line, highlighted))
  const back = forward.length > 0 ? lines.filter((line) => !forward.includes(line)) : lines
  const drawn = (line: PlotLine) => (
    <LinePaths key={line.id} line={line} geometry={geometry} banded={main.length <= mostBands} />
  )
  return (
    <svg width={boxWidth} height={height} className="absolute inset-0" aria-hidden="true">
      <clipPath id={clip}>
        <rect x={left - 2} y={plotInset - 2} width={width + 4} height={height - 2 * plotInset + 4} />
      </clipPath>
      <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round" strokeLinecap="round">
        <g opacity={forward.length > 0 ? 0.22 : 1}>{back.map(drawn)}</g>
        {forward.map(drawn)}
      </g>
    </svg>
  )
}

interface LinePathsProps {
  line: PlotLine
  geometry: Geometry
  banded: boolean
}

/** One line with its band and what stands out of it. Drawn again only where its points or the scales change. */
const LinePaths = memo(function LinePaths({ line, geometry, banded }: LinePathsProps) {
  const { colour, quiet, faint, thin, dashed } = line
  const band = (line.banded || banded) && !quiet && !faint ? bandPath(line, geometry) : ''
  const spikes = line.banded ? '' : spikePath(line, geometry)
  return (
    <>
      {band && <path d={band} fill={colour} fillOpacity="0.16" className="plot-band" />}
      {spikes && <path d={spikes} stroke={colour} strokeWidth="1.25" className="plot-spikes" />}
      <path
        d={linePath(line, geometry)}
        className="plot-line"
        stroke={colour}
        strokeWidth={thin || quiet || faint ? 1.25 : 1.75}
        strokeOpacity={faint ? 0.28 : quiet ? 0.7 : 1}
        strokeDasharray={dashed ? '4 3' : undefined}
      />
    </>
  )
})
