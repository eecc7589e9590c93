import { useMemo } from 'react'
import { cellPaths } from './cell-paths.ts'

interface SamplePictureProps {
  /** Row by row, 0 to 255. */
  values: ArrayLike<number>
  /** Height and width in pixels of the picture itself. */
  shape: readonly [number, number]
  /** What is seen, for those who hear it; absent where a label beside it says so. */
  label?: string
  className?: string
}

const greys = 17

/** A grey picture, dark on the page's colour in either theme. */
export function SamplePicture({ values, shape, label, className }: SamplePictureProps) {
  const [height, width] = shape
  const paths = useMemo(() => {
    const shades = Array.from(values, (value) => Math.round((value / 255) * (greys - 1)))
    return cellPaths(shades, width, greys)
  }, [values, width])
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      shapeRendering="crispEdges"
      fill="currentColor"
      className={className}
      role="img"
      aria-label={label}
      aria-hidden={label === undefined}
    >
      {paths.map(
        (path, shade) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a shade is its place
          shade > 0 && path && <path key={shade} d={path} opacity={shade / (greys - 1)} />,
      )}
    </svg>
  )
}
