'use client'

import { heightOn } from '#app/components/charts/axes.ts'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { Activation } from '#app/components/marks/activations.tsx'
import { activationsOf } from '#app/format/networks.ts'
import { count, magnitude } from '#app/format/numbers.ts'
import { layerFinding } from './layer-findings.ts'
import { layerColour } from './layer-measures.ts'
import type { LayerPanel } from './layer-panels.ts'
import { shrinkFactors, valuesAt } from './layer-readings.ts'
import { type Stretch, stretchAt } from './run-lines.ts'

interface MomentProps {
  stretches: readonly Stretch[]
  layers: readonly string[]
  panels: readonly LayerPanel[]
}

const columns = 'grid grid-cols-[68px_92px_minmax(0,1fr)_auto] items-center gap-2 text-12'
const figure = 'w-15 text-right'
const narrow = 'w-11 text-right'

/** The layers at the playhead: what the chosen measure says of each of them. */
export function Moment({ stretches, layers, panels }: MomentProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const { config } = stretchAt(stretches, x).run
  const activations = activationsOf(config)
  const values = panels.map(({ lines }) => valuesAt(lines, x))
  // Where two measures are read together, the bar shows the last of them: the spread, which has no sign.
  const bars = panels.at(-1)!
  const first = panels[0]!
  const errors = first.name === 'error_rms'
  const shrinks = errors ? shrinkFactors(layers, config.network.hidden, values[0]!) : []
  const finding = layerFinding(first.name, values[0]!, shrinks)
  return (
    <section className="border-t border-line pt-2.5 pb-4">
      <div className="mb-2 flex min-h-7 items-center gap-3">
        <h2>{panels.length > 1 ? 'Activations' : first.title} by layer</h2>
        {bars.axis.scale === 'log' && <span className="text-12 text-ink-3">log scale</span>}
        {stack.latest > 0 && <span className="ml-auto text-12 font-medium text-accent">step {count(x)}</span>}
      </div>
      {(errors || panels.length > 1) && (
        <div className={`${columns} mb-0.5 text-11! text-ink-3`} aria-hidden="true">
          <span className="col-start-4 flex gap-2">
            {panels.map(({ name }) => (
              <span key={name} className={figure}>
                {{ activation_mean: 'mean', activation_std: 'spread' }[name as string] ?? 'RMS'}
              </span>
            ))}
            {errors && <span className={narrow}>÷ next</span>}
            {errors && <span className={narrow}>max f′</span>}
          </span>
        </div>
      )}
      <ol>
        {layers.map((layer, i) => {
          const value = values.at(-1)!.get(layer)
          const share = value === undefined ? 0 : (heightOn(bars.axis, value) ?? 0)
          return (
            <li key={layer} className={`${columns} min-h-6`}>
              <code className="text-ink-2">{layer}</code>
              <Activation name={activations[i]!} />
              <span aria-hidden="true" className="h-2.5 bg-hover">
                <span
                  className="block h-full rounded-r-1"
                  style={{
                    width: `${Math.max(share * 100, value ? 1 : 0)}%`,
                    background: layerColour(i, layers.length),
                  }}
                />
              </span>
              <span className="flex gap-2">
                {panels.map(({ name, format }, p) => {
                  const reading = values[p]!.get(layer)
                  return (
                    <span key={name} className={figure}>
                      {reading === undefined ? '–' : format(reading)}
                    </span>
                  )
                })}
                {errors && <ShrinkFigures shrink={shrinks[i]} />}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="mt-2 min-h-[66px] text-14 text-ink-2 min-[1280px]:min-h-11">
        {finding ?? 'Once this is recorded, it says what each layer does at the playhead.'}
      </p>
    </section>
  )
}

/** What a hidden layer passes on of the error, and its bound; the output layer has no next. */
function ShrinkFigures({ shrink }: { shrink: { factor: number | null; peak: number } | undefined }) {
  return (
    <>
      <span className={`${narrow} font-medium`} title="This layer’s error ÷ the next layer’s">
        {typeof shrink?.factor === 'number' ? magnitude(shrink.factor) : '–'}
      </span>
      <span
        className={`${narrow} text-ink-3`}
        title="Greatest slope of the activation: the bound, weights aside"
      >
        {shrink ? `≤ ${magnitude(shrink.peak)}` : '–'}
      </span>
    </>
  )
}
