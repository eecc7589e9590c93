'use client'

import { useRowHeight } from '#app/components/charts/heat-map.tsx'
import type { Stack } from '#app/components/charts/stack-context.ts'
import { useStack } from '#app/components/charts/stack-context.ts'
import type { Tone } from '#app/format/verdicts.ts'
import type { EvidenceChart, EvidencePlace } from './evidence.ts'
import { useEvidence } from './evidence-context.tsx'

/** Narrowest mark, in pixels: one reading is seen too. */
const leastWidth = 6

function spanOf(
  { width, gutters, end }: Stack,
  { from, to }: EvidencePlace,
): { left: number; width: number } {
  const inner = width - gutters.left - gutters.right
  const at = (step: number) => gutters.left + Math.min(1, step / (end || 1)) * inner
  const wide = Math.max(leastWidth, at(to) - at(from))
  return { left: Math.min(at(from), gutters.left + inner - wide), width: wide }
}

const edges: Record<Tone, string> = { ok: 'border-ok', warn: 'border-warn', bad: 'border-bad' }
const words: Record<Tone, string> = { ok: 'text-ok', warn: 'text-warn', bad: 'text-bad' }

interface RowMarksProps {
  chart: EvidenceChart
  /** In the order of the map's rows. */
  layers: readonly string[]
}

/** In a map of layers: the rows and the steps that a verdict is about, framed, and its mark beside the layer's name. */
export function RowMarks({ chart, layers }: RowMarksProps) {
  const stack = useStack()
  const rowHeight = useRowHeight(layers.length)
  const { evidence } = useEvidence()
  if (!evidence || stack.width === 0 || stack.end <= 0) return null
  return (
    <div aria-hidden="true" className="pointer-events-none absolute inset-0 z-[2]">
      {evidence.places.map((place) => {
        const row = place.chart === chart ? layers.indexOf(place.layer ?? '') : -1
        if (row < 0) return null
        const { left, width } = spanOf(stack, place)
        const top = row * rowHeight
        return (
          <div key={`${place.layer} ${place.from}`} data-evidence={evidence.name}>
            <span
              className="mark absolute"
              data-tone={evidence.tone}
              style={{ left: stack.gutters.left - 10, top: top + rowHeight / 2 - 4 }}
            />
            <span
              className={`absolute border-2 outline-2 outline-bg ${edges[evidence.tone]}`}
              style={{ left: left - 2, width: width + 4, top: top - 1, height: rowHeight + 2 }}
            />
          </div>
        )
      })}
    </div>
  )
}

/** In a chart of lines: the steps that a verdict is about, as a band with its word. */
export function BandMarks({ chart }: { chart: EvidenceChart }) {
  const stack = useStack()
  const { evidence } = useEvidence()
  const place = evidence?.places.find((one) => one.chart === chart)
  if (!evidence || !place || stack.width === 0 || stack.end <= 0) return null
  const { left, width } = spanOf(stack, place)
  const room = stack.width - stack.gutters.right - left
  return (
    <div
      aria-hidden="true"
      data-evidence={evidence.name}
      className={`pointer-events-none absolute inset-y-0 border-t-2 ${edges[evidence.tone]}`}
      style={{ left, width }}
    >
      <span className="absolute inset-0 opacity-10" style={{ background: `var(--${evidence.tone})` }} />
      <span
        className={`absolute top-1 z-[3] halo text-11 font-medium whitespace-nowrap ${words[evidence.tone]} ${room < 90 ? 'right-1' : 'left-1'}`}
      >
        {evidence.word}
      </span>
    </div>
  )
}
