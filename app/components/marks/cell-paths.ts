/**
 * Cells of a picture as SVG paths, one for each shade, so that a picture of a thousand cells is a handful of elements
 * which a theme colours by itself. Cell i lies at (i mod columns, ⌊i / columns⌋) and is one unit wide; equal neighbours
 * of a row are joined where no gap keeps them apart.
 *
 * @param shades of each cell, 0 to `count` − 1; a cell with any other is left out
 */
export function cellPaths(
  shades: ArrayLike<number>,
  columns: number,
  count: number,
  gap = 0,
): readonly string[] {
  const parts = Array.from({ length: count }, () => [] as string[])
  for (let i = 0; i < shades.length; ) {
    const shade = shades[i]!
    const start = i++
    const rowEnd = (Math.floor(start / columns) + 1) * columns
    if (gap === 0) while (i < Math.min(rowEnd, shades.length) && shades[i] === shade) i++
    const width = i - start - gap
    const height = 1 - gap
    parts[shade]?.push(`M${start % columns} ${Math.floor(start / columns)}h${width}v${height}h${-width}z`)
  }
  return parts.map((part) => part.join(''))
}
