'use client'

import { memo, useMemo } from 'react'
import { Slider } from '#app/components/marks/slider.tsx'
import { breakEvenWords, chainLines, leftWords } from './chain.ts'
import { ChainPlot } from './chain-plot.tsx'
import { Cited } from './cited.tsx'
import { bounds, type ExploreState } from './explore-state.ts'
import { fixed } from './reading.ts'
import type { Change } from './use-explore.ts'

interface ChainSectionProps extends Pick<ExploreState, 'chosen' | 'layers' | 'gain' | 'spread'> {
  change: Change
}

/** How an error of 1 shrinks or grows on its way back through layers. */
export const ChainSection = memo(function ChainSection(props: ChainSectionProps) {
  const { chosen, layers, gain, spread, change } = props
  const lines = useMemo(() => chainLines(chosen, { layers, gain, spread }), [chosen, layers, gain, spread])
  const left = leftWords(lines, layers)
  const even = breakEvenWords(lines, gain)
  return (
    <section aria-labelledby="chain" className="mt-10 border-t border-line-strong pt-4">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id="chain">A chain of layers</h2>
        <p className="text-12 text-ink-3">
          how much of the error at the output is left, layer by layer towards the input, log scale
        </p>
      </div>
      <div className="grid gap-x-10 gap-y-4 wide:grid-cols-[minmax(0,6fr)_minmax(0,7fr)]">
        <div className="min-w-0 max-wide:order-2">
          <Slider
            label="Layers"
            range={bounds.layers}
            value={layers}
            onChange={(next) => change({ layers: next })}
            text={String(layers)}
          />
          <Slider
            label="Weight gain"
            note="√units × deviation"
            range={bounds.gain}
            value={gain}
            onChange={(next) => change({ gain: next })}
            text={`× ${fixed(gain, 2)}`}
          />
          <Slider
            label="Spread of z"
            note="its standard deviation"
            range={bounds.spread}
            value={spread}
            onChange={(next) => change({ spread: next })}
            text={fixed(spread, 1)}
          />
          <div className="mt-4 max-w-[68ch] text-14 text-ink-2">
            <p className="font-medium text-ink">{left}</p>
            <p className="mt-2">{even}</p>
            <p className="mt-2">
              Every layer multiplies the error by f′ and by its weights, whose gain is their standard
              deviation times the root of the number of units. Drawn is the root mean square: weight gain ×
              √(mean of f′²) for z spread normally around 0. The dashed line is the most that a sigmoid can
              let through.
            </p>
          </div>
          <Cited names={['glorot', 'he']} />
        </div>
        <div className="min-w-0">
          <ChainPlot lines={lines} gain={gain} layers={layers} finding={`${left} ${even}`} />
        </div>
      </div>
    </section>
  )
})
