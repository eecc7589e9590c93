import { columnsWhere, type HeatCells } from './heat-cells.ts'
import { type HeatScale, heatClasses } from './heat-scale.ts'

/** Where the cells of a heat map lie, in pixels. */
export interface HeatFrame {
  /** Left edges of the columns and the right edge of the last: whole pixels, so that cells are crisp. */
  edges: readonly number[]
  rowHeight: number
}

/** Edges of columns over a width that begins at `left`. */
export function columnEdges(left: number, width: number, columns: number): number[] {
  return Array.from({ length: columns + 1 }, (_, i) => left + Math.round((i * width) / columns))
}

/** Cells narrower than this are not told apart by the eye. */
const cellWidth = 5
const mostColumns = 180

/** How many columns a width has room for. */
export function columnsOf(width: number): number {
  return Math.max(1, Math.min(mostColumns, Math.floor(width / cellWidth)))
}

/** Pixels between two rows. */
const rowGap = 2

/** The outline of a rectangle, as an SVG path. */
export function cellPath({ edges, rowHeight }: HeatFrame, row: number, from: number, to: number): string {
  const left = edges[from]!
  const height = rowHeight - rowGap
  return `M${left} ${row * rowHeight + rowGap / 2}H${edges[to]!}v${height}H${left}z`
}

/** One colour of a heat map: all its cells in one path. */
export interface HeatPath {
  index: number
  quiet: boolean
  path: string
}

/** All cells with a finite value as a path a class; neighbours of one class are one rectangle. */
export function heatPaths(rows: readonly HeatCells[], { classOf }: HeatScale, frame: HeatFrame): HeatPath[] {
  const paths = new Array<string>(2 * heatClasses).fill('')
  rows.forEach(({ values, quiet }, row) => {
    let from = 0
    let before = -1
    for (let column = 0; column <= values.length; column++) {
      const value = column < values.length ? values[column]! : null
      const drawn = value !== null && Number.isFinite(value)
      const index = drawn ? classOf(value) + (quiet[column] ? heatClasses : 0) : -1
      if (index === before) continue
      if (before >= 0) paths[before] += cellPath(frame, row, from, column)
      from = column
      before = index
    }
  })
  return paths.flatMap((path, i) => (path ? [{ index: i % heatClasses, quiet: i >= heatClasses, path }] : []))
}

/** Where a row holds NaN or an infinity. */
export function brokenColumns({ values }: HeatCells) {
  return columnsWhere(values.length, (column) => {
    const value = values[column]!
    return value !== null && !Number.isFinite(value)
  })
}
