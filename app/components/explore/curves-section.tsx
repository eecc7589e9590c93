'use client'

import { memo, useCallback, useMemo } from 'react'
import { Slider } from '#app/components/marks/slider.tsx'
import type { HiddenActivationName } from '#lib/nn/names.ts'
import { CurvePlot } from './curve-plot.tsx'
import { CurveProse } from './curve-prose.tsx'
import { CurveReadings } from './curve-readings.tsx'
import { plotFinding, slopeWords } from './curve-words.ts'
import { activationColours, type DrawnActivation, dashOf, orderNames } from './curves.ts'
import { bounds, type ChosenActivation, type ExploreState, type Order, toggled } from './explore-state.ts'
import { fixed } from './reading.ts'
import type { Change } from './use-explore.ts'
import { Zoo } from './zoo.tsx'

interface CurvesSectionProps extends Pick<ExploreState, 'chosen' | 'orders' | 'z'> {
  change: Change
}

const single: DrawnActivation['colours'] = { 0: 'var(--ink)', 1: 'var(--accent)', 2: 'var(--accent)' }

/** Colours of the chosen: f in ink and f′ in the accent for one alone, else one colour an activation. */
function drawnOf(chosen: readonly ChosenActivation[]): DrawnActivation[] {
  if (chosen.length === 1) return [{ chosen: chosen[0]!, colours: single }]
  const colours = activationColours(chosen.map(({ name }) => name))
  return chosen.map((one) => {
    const colour = colours.get(one.name)!
    return { chosen: one, colours: { 0: colour, 1: colour, 2: colour } }
  })
}

/** f, f′ and f″ of any activations on one plot, and all activations beside it on the same axes. */
export const CurvesSection = memo(function CurvesSection({ chosen, orders, z, change }: CurvesSectionProps) {
  const shown = useMemo(() => drawnOf(chosen), [chosen])
  const names = useMemo(() => chosen.map(({ name }) => name), [chosen])
  const toggle = useCallback(
    (name: HiddenActivationName) => change({ chosen: toggled(chosen, name) }),
    [change, chosen],
  )
  return (
    <section
      aria-labelledby="curves"
      className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,6fr)_minmax(0,7fr)]"
    >
      <div className="min-w-0">
        <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1">
          <h2 id="curves">f, f′ and f″</h2>
          <OrderKeys shown={shown} orders={orders} onChange={(next) => change({ orders: next })} />
        </div>
        <CurvePlot
          shown={shown}
          orders={orders}
          z={z}
          finding={plotFinding(chosen, z)}
          onMove={(next) => change({ z: next })}
        />
        <Slider
          label="Input z"
          range={bounds.z}
          value={z}
          onChange={(next) => change({ z: next })}
          text={fixed(z, Number.isInteger(Math.round(z * 100) / 10) ? 1 : 2)}
          spoken={`${fixed(z, 2)}: ${slopeWords(chosen[0]!, z)}`}
        />
        <CurveReadings shown={shown} z={z} change={change} />
        <CurveProse chosen={chosen} z={z} />
      </div>
      <div className="min-w-0">
        <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3">
          <h2>All activations</h2>
          <p className="text-12 text-ink-3">
            z from −6 to 6, values from −1.2 to 2.2, beside the name the peak of f′. Press to put on the plot.
          </p>
        </div>
        <Zoo chosen={names} onToggle={toggle} />
      </div>
    </section>
  )
})

/** The key of the plot, which also chooses the curves. */
function OrderKeys({
  shown,
  orders,
  onChange,
}: {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  onChange: (orders: Order[]) => void
}) {
  const all: readonly Order[] = [0, 1, 2]
  const alone = shown.length === 1
  return (
    <fieldset className="ml-auto flex gap-1">
      <legend className="sr-only">Curves</legend>
      {all.map((order) => {
        const on = orders.includes(order)
        return (
          <button
            key={order}
            type="button"
            aria-pressed={on}
            onClick={() => {
              const next = all.filter((each) => (each === order ? !on : orders.includes(each)))
              if (next.length > 0) onChange(next)
            }}
            className="flex h-7 items-center gap-1.5 rounded-3 px-2 text-12 font-medium text-ink-3 hover:bg-hover aria-pressed:text-ink pointer-coarse:h-9"
          >
            <svg width="20" height="4" aria-hidden="true" className={on ? '' : 'opacity-30'}>
              <path
                d="M1 2H19"
                stroke={alone ? single[order] : 'var(--ink-2)'}
                strokeWidth="2"
                strokeDasharray={dashOf(order, alone)}
                strokeLinecap="round"
              />
            </svg>
            {orderNames[order]}
          </button>
        )
      })}
    </fieldset>
  )
}
