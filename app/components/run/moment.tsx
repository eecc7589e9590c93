'use client'

import { heightOn, type PlotAxis } from '#app/components/charts/axes.ts'
import { nearest, type PlotLine } from '#app/components/charts/plot-line.ts'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { Activation } from '#app/components/marks/activations.tsx'
import { activationsOf } from '#app/format/networks.ts'
import { count, magnitude } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import { gradientFinding } from './findings.ts'

interface MomentProps {
  run: Run
  layers: readonly string[]
  lines: readonly PlotLine[]
  axis: PlotAxis
}

/** The layers at the playhead: how much gradient each of them gets. */
export function Moment({ run, layers, lines, axis }: MomentProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const activations = activationsOf(run.config)
  const finding = gradientFinding(lines, x)
  return (
    <section className="pt-2.5 pb-4">
      <div className="mb-2 flex min-h-7 items-center gap-3">
        <h2>Gradient by layer</h2>
        <span className="text-12 text-ink-3">log scale</span>
        {stack.latest > 0 && <span className="ml-auto text-12 font-medium text-accent">step {count(x)}</span>}
      </div>
      <ol>
        {layers.map((layer, i) => {
          const line = lines[i]!
          const index = nearest(line.xs, x)
          const value = index < 0 ? null : line.values[index]!
          const share = value === null ? 0 : (heightOn(axis, value) ?? 0)
          return (
            <li
              key={layer}
              className="grid h-6 grid-cols-[68px_92px_minmax(0,1fr)_60px] items-center gap-2 text-12"
            >
              <code className="text-ink-2">{layer}</code>
              <Activation name={activations[i]!} />
              <span aria-hidden="true" className="h-2.5 bg-hover">
                <span
                  className="block h-full rounded-r-1"
                  style={{ width: `${Math.max(share * 100, value ? 1 : 0)}%`, background: line.colour }}
                />
              </span>
              <span className="text-right">{value === null ? '–' : magnitude(value)}</span>
            </li>
          )
        })}
      </ol>
      <p className="mt-2 min-h-11 text-14 text-ink-2">
        {finding ?? 'Once training runs, this says how much of the error signal reaches the first layer.'}
      </p>
    </section>
  )
}
