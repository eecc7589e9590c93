import { ActivationGlyph } from '#app/components/marks/activations.tsx'
import { cellPaths } from '#app/components/marks/cell-paths.ts'
import { magnitude } from '#app/format/numbers.ts'
import { findStuck, type Scale, shadeOf, shades } from '#app/inference/shading.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import { activations } from '#lib/nn/activations.ts'

/** What one hidden layer makes of the sample. */
export interface LayerReading {
  name: string
  layer: HiddenLayer
  /** `[units]` each; null until there are any. */
  values: Float32Array | null
  slopes: Float32Array | null
  scale: Scale
  /** Which units are dead, as far as that is known. */
  dead: readonly boolean[] | null
}

const gap = 0.14

/** Cells in a row: as many in every layer up to some size, so that equal cells are equal units. */
function columnsOf(units: number): number {
  return units <= 256 ? 32 : units <= 1024 ? 64 : 128
}

/** A cell for each unit, shaded by its activation; hollow where it is silent, with a corner where it is saturated. */
export function LayerStrip({ name, layer, values, slopes, scale, dead }: LayerReading) {
  const { units, activation } = layer
  const columns = columnsOf(units)
  const rows = Math.ceil(units / columns)
  const stuck = slopes ? findStuck(layer, slopes) : []
  const { rectifier } = activations[activation]
  const paths = values
    ? cellPaths(
        Array.from(values, (value) => shadeOf(scale, value)),
        columns,
        shades,
        gap,
      )
    : []
  const words = stuckWords(stuck, rectifier)
  const deaths = dead?.filter(Boolean).length ?? 0
  return (
    <div>
      <div className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-11 text-ink-3">
        <code className="text-ink-2">{name}</code>
        <ActivationGlyph name={activation} />
        <span>{units}</span>
        <span className="ml-auto truncate">
          {words}
          {deaths > 0 && <span className="text-bad"> · {deaths} dead</span>}
        </span>
      </div>
      <svg
        viewBox={`0 0 ${columns} ${rows}`}
        className="mt-0.5 block w-full"
        role="img"
        aria-label={`${name}, ${activation}: ${values ? `${words}, greatest ${magnitude(greatest(values))}` : 'nothing yet'}`}
      >
        <path d={cellPaths(new Array(units).fill(0), columns, 1, gap)[0]} fill="var(--bg-hover)" />
        {paths.map(
          // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
          (path, shade) => path && <path key={shade} d={path} fill={`var(--${scale.kind}-${shade})`} />,
        )}
        <path
          d={marks(stuck, columns, rectifier ? hollow : corner)}
          fill={rectifier ? 'var(--bg)' : 'var(--warn)'}
        />
        {dead && <path d={marks(dead, columns, cross)} stroke="var(--bad)" strokeWidth="0.16" fill="none" />}
      </svg>
    </div>
  )
}

const hollow = (x: number, y: number) => `M${x + 0.16} ${y + 0.16}h0.54v0.54h-0.54z`
const corner = (x: number, y: number) => `M${x} ${y}h0.44l-0.44 0.44z`
const cross = (x: number, y: number) => `M${x} ${y}l0.86 0.86m0 -0.86l-0.86 0.86`

function marks(which: readonly boolean[], columns: number, mark: (x: number, y: number) => string): string {
  return which.map((is, i) => (is ? mark(i % columns, Math.floor(i / columns)) : '')).join('')
}

function stuckWords(stuck: readonly boolean[], rectifier: boolean): string {
  const total = stuck.filter(Boolean).length
  return stuck.length === 0 ? '' : `${total} ${rectifier ? 'silent' : 'saturated'}`
}

function greatest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}
