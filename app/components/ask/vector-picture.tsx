import { cellPaths } from '#app/components/marks/cell-paths.ts'
import { shadeOf, shades } from '#app/inference/shading.ts'

/** Values beyond this have the strongest shade: three standard deviations of generated features. */
const scale = { kind: 'div', most: 3 } as const

/** Numbers without a place in space, as a square of cells shaded around zero. */
export function VectorPicture({ values, className }: { values: readonly number[]; className?: string }) {
  const columns = Math.ceil(Math.sqrt(values.length))
  const cells = values.map((value) => shadeOf(scale, value))
  return (
    <svg
      viewBox={`0 0 ${columns} ${columns}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
      className={className}
    >
      {cellPaths(cells, columns, shades).map(
        // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
        (path, shade) => path && <path key={shade} d={path} fill={`var(--div-${shade})`} />,
      )}
    </svg>
  )
}
