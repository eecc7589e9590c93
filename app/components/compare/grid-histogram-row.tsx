import { layerColour } from '#app/components/run/layer-measures.ts'
import { count, magnitude } from '#app/format/numbers.ts'
import type { Answer } from '#app/hooks/use-answer.ts'
import type { DiagnosticsAnswer } from '#lib/contracts/diagnostics.ts'
import type { ComparedRun } from './compared-run.ts'
import { ridgeOf, type Span, sharedSpan } from './grid-histograms.ts'

interface GridHistogramsProps {
  runs: readonly ComparedRun[]
  looks: Answer<Readonly<Record<string, DiagnosticsAnswer>>>
  cell: number
}

const rowHeight = 18

/** The last row of the grid: what every layer's units took in at the last close look, on one scale for all runs. */
export function GridHistograms({ runs, looks, cell }: GridHistogramsProps) {
  const { answer, failed } = looks
  const found = runs.flatMap(({ run }) => answer?.[run.id] ?? [])
  const span = sharedSpan(found)
  return (
    <>
      <div className="sticky left-0 z-[2] self-stretch bg-bg pr-4">
        <h3 className="font-medium max-tablet:text-12">Pre-activation</h3>
        <p className="mt-0.5 text-11 text-ink-3">
          {found.length > 0
            ? `z at the last close look, ${magnitude(span[0])} to ${magnitude(span[1])}`
            : failed
              ? 'The server did not answer.'
              : 'z at the last close look'}
        </p>
      </div>
      {runs.map(({ run }) => (
        <Ridges
          key={run.id}
          name={run.name}
          depth={run.config.network.hidden.length}
          answer={answer?.[run.id]}
          span={span}
          cell={cell}
        />
      ))}
    </>
  )
}

interface RidgesProps {
  name: string
  /** Hidden layers. */
  depth: number
  answer: DiagnosticsAnswer | undefined
  span: Span
  cell: number
}

function Ridges({ name, depth, answer, span, cell }: RidgesProps) {
  const layers = answer?.layers ?? []
  if (layers.length === 0) {
    return (
      <p className="text-11 text-ink-3" style={{ height: (depth + 1) * rowHeight }}>
        {answer ? 'No close look was recorded.' : ''}
      </p>
    )
  }
  const zero = span[0] < 0 && span[1] > 0 ? (-span[0] / (span[1] - span[0])) * cell : null
  const height = layers.length * rowHeight
  const ranges = layers.map((layer) => {
    const { low, high } = layer.histograms.preActivation
    return `${layer.name} ${magnitude(low)} to ${magnitude(high)}`
  })
  return (
    <svg
      role="img"
      aria-label={`${name}: pre-activations at step ${count(answer?.step ?? 0)}, ${ranges.join(', ')}`}
      width={cell}
      height={height}
      className="self-end overflow-visible"
    >
      {zero !== null && <path d={`M${zero} 0V${height}`} stroke="var(--line-strong)" strokeDasharray="2 2" />}
      {layers.map((layer, i) => {
        const path = ridgeOf(layer, span, cell, rowHeight)
        const colour = layerColour(i, layers.length)
        return (
          <g key={layer.name} transform={`translate(0 ${i * rowHeight})`}>
            <path d={`M0 ${rowHeight}H${cell}`} stroke="var(--grid)" shapeRendering="crispEdges" />
            {path && <path d={`${path}Z`} fill={colour} fillOpacity="0.35" />}
            {path && <path d={path} fill="none" stroke={colour} strokeWidth="1.25" />}
          </g>
        )
      })}
    </svg>
  )
}
