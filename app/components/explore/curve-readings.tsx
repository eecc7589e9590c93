'use client'

import { X } from 'lucide-react'
import { fillOf } from '#app/components/marks/slider.tsx'
import { type AlphaSpec, activations } from '#lib/nn/activations.ts'
import { curveAt, type DrawnActivation, orderNames } from './curves.ts'
import { type ChosenActivation, toggled } from './explore-state.ts'
import { fixed } from './reading.ts'
import type { Change } from './use-explore.ts'

/** f, f′ and f″ of each chosen activation at z, its parameter, and the way to take it off. */
export function CurveReadings({
  shown,
  z,
  change,
}: {
  shown: readonly DrawnActivation[]
  z: number
  change: Change
}) {
  const chosen = shown.map((one) => one.chosen)
  return (
    <ul aria-label="At z" className="text-12">
      {shown.map(({ chosen: one, colours }) => {
        const spec = activations[one.name].alpha
        const setAlpha = (alpha: number) =>
          change({ chosen: chosen.map((other) => (other.name === one.name ? { ...other, alpha } : other)) })
        return (
          <li
            key={one.name}
            className="grid min-h-10 grid-cols-[minmax(0,1fr)_repeat(3,minmax(60px,auto))_28px] items-center gap-x-3 border-b border-line py-1"
          >
            <span className="flex min-w-0 items-center gap-2">
              <i className="swatch" style={{ '--c': colours[1] } as Record<string, string>} />
              <span className="truncate font-mono text-ink">{one.name}</span>
            </span>
            {([0, 1, 2] as const).map((order) => (
              <span key={order} className="text-right whitespace-nowrap">
                <span className="text-ink-3">{orderNames[order]} </span>
                <span className="font-medium">{fixed(curveAt(one, order, z), 3)}</span>
              </span>
            ))}
            {shown.length > 1 ? (
              <button
                type="button"
                aria-label={`Take ${one.name} off the plot`}
                onClick={() => change({ chosen: toggled(chosen, one.name) })}
                className="grid size-7 place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink"
              >
                <X size={14} aria-hidden="true" />
              </button>
            ) : (
              <span />
            )}
            {spec && <Alpha one={one} spec={spec} onChange={setAlpha} />}
          </li>
        )
      })}
    </ul>
  )
}

/** The slider of an activation's parameter. */
function Alpha({
  one,
  spec,
  onChange,
}: {
  one: ChosenActivation
  spec: AlphaSpec
  onChange: (alpha: number) => void
}) {
  const { kind, least, most } = spec
  const where = {
    fixed: 'chosen with the network',
    learned: 'learned in training',
    random: 'drawn in training',
  }[kind]
  return (
    <div className="col-span-full grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 pl-5">
      <span className="text-ink-3">α, {where}</span>
      <input
        type="range"
        className="range"
        aria-label={`α of ${one.name}`}
        min={least}
        max={most}
        step={(most - least) / 200 > 0.02 ? 0.05 : 0.005}
        value={one.alpha}
        style={fillOf(one.alpha, least, most)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output className="w-12 text-right font-medium">{fixed(one.alpha, 3)}</output>
    </div>
  )
}
