import { decades, heightOn, type PlotAxis, plotInset } from './axes.ts'
import { type Horizontal, shareAt } from './horizontal.ts'
import type { PlotLine } from './plot-line.ts'

/** Where a plot's lines lie within its box, in pixels. */
export interface Geometry {
  horizontal: Horizontal
  axis: PlotAxis
  /** Left edge of the drawn area, and its width. */
  left: number
  width: number
  /** Of the whole box; the drawn area keeps an inset from it. */
  height: number
}

/** Pixels that an extreme stands out before it is drawn by itself. */
const leastSpike = 2
/** … and how many times as far as the buckets' extremes usually stand out. */
const timesUsual = 4

const rounded = (pixels: number): number => Math.round(pixels * 10) / 10

/** Left distance of a place, in pixels; places outside stay within reach of the box. */
export function leftOf({ horizontal, left, width }: Geometry, x: number): number {
  return rounded(left + Math.min(3, Math.max(-2, shareAt(horizontal, x))) * width)
}

/** Top distance of a value, in pixels; beyond the axis it goes on beyond the box, infinities just outside. */
export function topOf({ axis, height }: Geometry, value: number): number {
  return rounded(plotInset + (1 - beyond(axis, value)) * (height - 2 * plotInset))
}

function beyond(axis: PlotAxis, value: number): number {
  const share = heightOn(axis, value) ?? 0
  const [low, high] = axis.domain
  if ((share > 0 && share < 1) || value === low || value === high) return share
  if (axis.scale === 'log') {
    return value <= 0 ? 0 : limited(decades(low, value) / decades(low, high))
  }
  return limited((value - low) / (high - low))
}

const limited = (share: number): number => Math.min(2, Math.max(-1, share))

/** Entries to draw: those in the visible part, and the next one on either side. `[first, end)` */
function visibleEntries(xs: readonly number[], { from, to }: Horizontal): [number, number] {
  let first = 0
  while (first < xs.length && xs[first]! < from) first++
  let end = first
  while (end < xs.length && xs[end]! <= to) end++
  return [Math.max(0, first - 1), Math.min(xs.length, end + 1)]
}

/** The line through the last value of every entry: straight pieces, broken by what is no finite number. */
export function linePath(line: PlotLine, geometry: Geometry): string {
  const [first, end] = visibleEntries(line.xs, geometry.horizontal)
  const log = geometry.horizontal.scale === 'log'
  let path = ''
  let pieces = 0
  for (let i = first; i < end; i++) {
    const value = line.values[i]!
    const drawn = Number.isFinite(value) && !(log && line.xs[i]! <= 0)
    if (!drawn) {
      if (pieces === 1) path += 'h0'
      pieces = 0
      continue
    }
    const at = `${leftOf(geometry, line.xs[i]!)} ${topOf(geometry, value)}`
    path += `${pieces++ === 0 ? 'M' : 'L'}${at}`
  }
  // A point by itself is a dot, as its ends are round.
  return pieces === 1 ? `${path}h0` : path
}

/** The area between the bounds of the entries; empty where every entry is one point. */
export function bandPath({ xs, min, max }: PlotLine, geometry: Geometry): string {
  if (!min || !max) return ''
  const [first, end] = visibleEntries(xs, geometry.horizontal)
  let path = ''
  let upper = ''
  let lower = ''
  const close = () => {
    if (upper) path += `M${upper.slice(1)}${lower}Z`
    upper = ''
    lower = ''
  }
  for (let i = first; i < end; i++) {
    if (Number.isNaN(min[i]!) || Number.isNaN(max[i]!) || shareAt(geometry.horizontal, xs[i]!) < -1e9) {
      close()
      continue
    }
    const left = leftOf(geometry, xs[i]!)
    upper += `L${left} ${topOf(geometry, max[i]!)}`
    lower = `L${left} ${topOf(geometry, min[i]!)}${lower}`
  }
  close()
  return path
}

/**
 * Upright strokes to the extremes of entries that stand out far more than usual: a single point among a million, that
 * the line through last values passes by, is seen whatever the band is.
 */
export function spikePath({ xs, values, min, max }: PlotLine, geometry: Geometry): string {
  if (!min || !max) return ''
  const [first, end] = visibleEntries(xs, geometry.horizontal)
  const found: { left: number; from: number; to: number; out: number }[] = []
  for (let i = first; i < end; i++) {
    const base = Number.isFinite(values[i]!) ? topOf(geometry, values[i]!) : null
    for (const extreme of [max[i]!, min[i]!]) {
      if (Number.isNaN(extreme)) continue
      const to = topOf(geometry, extreme)
      const from = base ?? to
      found.push({ left: leftOf(geometry, xs[i]!), from, to, out: Math.abs(to - from) })
    }
  }
  const usual = found.map(({ out }) => out).sort((a, b) => a - b)[Math.floor(found.length / 2)] ?? 0
  const least = Math.max(leastSpike, timesUsual * usual)
  return found
    .filter(({ out }) => out >= least)
    .map(({ left, from, to }) => `M${left} ${from}V${to}`)
    .join('')
}

/** The line that passes a point most closely within a few pixels; null where none does. */
export function lineAt(
  lines: readonly PlotLine[],
  geometry: Geometry,
  point: { left: number; top: number },
): PlotLine | null {
  let nearest: PlotLine | null = null
  let distance = 10
  for (const line of lines) {
    if (line.faint) continue
    const [first, end] = visibleEntries(line.xs, geometry.horizontal)
    for (let i = first; i + 1 < end; i++) {
      const [a, b] = [leftOf(geometry, line.xs[i]!), leftOf(geometry, line.xs[i + 1]!)]
      if (a > point.left || b < point.left) continue
      const [low, high] = [topOf(geometry, line.values[i]!), topOf(geometry, line.values[i + 1]!)]
      const top = low + ((high - low) * (point.left - a)) / (b - a || 1)
      const off = Math.abs(top - point.top)
      if (off < distance) [nearest, distance] = [line, off]
    }
  }
  return nearest
}
