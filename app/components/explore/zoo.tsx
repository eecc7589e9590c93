'use client'

import { memo } from 'react'
import { activationFamilies } from '#app/format/activations.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import type { HiddenActivationName } from '#lib/nn/names.ts'
import { saturatedZones } from '#lib/nn/slope-shape.ts'
import { drawn, pathOf, peakText, sampleCurve } from './curves.ts'

/** The box of a tile, in its own units, and the values that it reaches from and to: the same in all. */
const box = { width: 120, height: 68 }
const values = { low: -1.2, high: 2.2 }

const x = (z: number) => ((z - drawn[0]) / (drawn[1] - drawn[0])) * box.width
const y = (value: number) => ((values.high - value) / (values.high - values.low)) * box.height

interface ZooProps {
  chosen: readonly HiddenActivationName[]
  onToggle: (name: HiddenActivationName) => void
}

/** Every activation on the same axes; pressing one puts it on the plot, or takes it off. */
export function Zoo({ chosen, onToggle }: ZooProps) {
  return (
    <div className="grid gap-3">
      {activationFamilies.map(({ title, names }) => (
        <fieldset key={title} className="min-w-0">
          <legend className="mb-1 text-12 text-ink-3">{title}</legend>
          <div className="-mx-1.5 grid grid-cols-3 gap-1 tablet:grid-cols-[repeat(auto-fill,minmax(116px,1fr))]">
            {names.map((name) => (
              <Tile key={name} name={name} pressed={chosen.includes(name)} onToggle={onToggle} />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

interface TileProps {
  name: HiddenActivationName
  pressed: boolean
  onToggle: (name: HiddenActivationName) => void
}

const Tile = memo(function Tile({ name, pressed, onToggle }: TileProps) {
  const one = { name, alpha: usualAlpha(name) }
  const stroke = { strokeWidth: 1.5, vectorEffect: 'non-scaling-stroke', strokeLinejoin: 'round' } as const
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={() => onToggle(name)}
      className="block min-w-0 rounded-3 p-1.5 text-left hover:bg-hover aria-pressed:bg-accent-wash"
    >
      <span className="mb-0.5 flex items-baseline justify-between gap-1 text-11 text-ink-3">
        <span className="truncate font-mono text-12 tracking-tight text-ink">{name}</span>
        <span>
          <span className="sr-only">f′ at most </span>
          {peakText(one)}
        </span>
      </span>
      <svg
        viewBox={`0 0 ${box.width} ${box.height}`}
        preserveAspectRatio="none"
        className="block h-14 w-full overflow-hidden tablet:h-[68px]"
        fill="none"
        aria-hidden="true"
      >
        {saturatedZones(name, one.alpha, drawn).map(([from, to]) => (
          <rect key={from} x={x(from)} width={x(to) - x(from)} height={box.height} fill="var(--warn-wash)" />
        ))}
        {[-1, 1, 2].map((value) => (
          <path
            key={value}
            d={`M0 ${y(value)}H${box.width}`}
            stroke="var(--grid)"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        <path
          d={`M0 ${y(0)}H${box.width}M${x(0)} 0V${box.height}`}
          stroke="var(--line-strong)"
          vectorEffect="non-scaling-stroke"
        />
        <path d={pathOf(sampleCurve(one, 0, 60), x, y)} stroke="var(--ink)" {...stroke} />
        <path d={pathOf(sampleCurve(one, 1, 60), x, y)} stroke="var(--accent)" {...stroke} />
      </svg>
    </button>
  )
})
