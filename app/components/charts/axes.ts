import { powerTick, setting } from '#app/format/numbers.ts'
import type { Horizontal } from './horizontal.ts'
import type { PlotLine } from './plot-line.ts'

/** Room above and below the lines, in pixels, so that the highest tick is not cut. */
export const plotInset = 8

/** A vertical axis: its bounds, where it has ticks, and how they read. */
export interface PlotAxis {
  scale: 'linear' | 'log'
  domain: readonly [number, number]
  ticks: readonly number[]
  format: (value: number) => string
}

/** Height of a value on an axis, 0 at the bottom and 1 at the top; null for NaN. Beyond the bounds it stays at them. */
export function heightOn(axis: PlotAxis, value: number): number | null {
  if (Number.isNaN(value)) return null
  const [low, high] = axis.domain
  const share =
    axis.scale === 'log'
      ? decades(low, Math.max(value, low)) / decades(low, high)
      : (value - low) / (high - low)
  return Math.min(1, Math.max(0, share))
}

/** Powers of ten from one value to another; a quotient of the two could overflow. */
export const decades = (low: number, high: number): number => Math.log10(high) - Math.log10(low)

function* finiteValues(lines: readonly PlotLine[]): Generator<number> {
  for (const line of lines) {
    for (const list of [line.values, line.min, line.max]) {
      if (list) for (const value of list) if (Number.isFinite(value)) yield value
    }
  }
}

const shares: Record<number, readonly number[]> = {
  0: [0, 0.25, 0.5, 0.75, 1],
  0.5: [0.5, 0.6, 0.7, 0.8, 0.9, 1],
  0.8: [0.8, 0.85, 0.9, 0.95, 1],
  0.9: [0.9, 0.92, 0.94, 0.96, 0.98, 1],
}

/** From the highest round number below all values, up to 1. */
export function accuracyAxis(lines: readonly PlotLine[]): PlotAxis {
  let lowest = 1
  for (const value of finiteValues(lines)) lowest = Math.min(lowest, value)
  const start = lowest >= 1 ? 0 : ([0.9, 0.8, 0.5].find((bound) => bound <= lowest) ?? 0)
  return { scale: 'linear', domain: [start, 1], ticks: shares[start]!, format: (value) => value.toFixed(2) }
}

/**
 * The top of an accuracy axis, enlarged: for when lines crowd there and the whole axis cannot tell them apart.
 * Null where no line ends that high, or where the whole axis starts as high.
 */
export function enlargedAxis(lines: readonly PlotLine[], whole: PlotAxis): PlotAxis | null {
  let lowest = 1
  for (const { values } of lines) {
    const last = values.findLast(Number.isFinite) ?? 0
    if (last >= 0.86) lowest = Math.min(lowest, last)
  }
  const start = [0.98, 0.96, 0.94, 0.9, 0.8].find((bound) => lowest - bound > (1 - bound) / 5)
  if (lowest === 1 || start === undefined || start <= whole.domain[0]) return null
  const ticks = Array.from({ length: 3 }, (_, i) => start + ((1 - start) * i) / 2)
  return { scale: 'linear', domain: [start, 1], ticks, format: (value) => value.toFixed(2) }
}

/** True logarithm over all positive values, from a power of ten or its triple to another. */
export function logAxis(lines: readonly PlotLine[], fallback: readonly [number, number]): PlotAxis {
  let lowest = Number.POSITIVE_INFINITY
  let highest = 0
  // The lower bound of a mean may come as near to zero as it likes: it says nothing of what was recorded.
  const bounded = lines.map((line) => (line.banded ? { ...line, min: line.values } : line))
  for (const value of finiteValues(bounded)) {
    if (value <= 0) continue
    lowest = Math.min(lowest, value)
    highest = Math.max(highest, value)
  }
  if (highest === 0) [lowest, highest] = fallback
  return roundedAxis('log', lowest, highest)
}

/** 1, 3, 10, 30 … that enclose a range. */
function halfDecades(lowest: number, highest: number): number[] {
  const bounds: number[] = []
  for (let exponent = Math.floor(Math.log10(lowest)); ; exponent++) {
    for (const digit of [1, 3]) {
      const bound = Number(`${digit}e${exponent}`)
      if (bound <= lowest) bounds.length = 0
      bounds.push(bound)
      if (bound > highest && bounds.length > 1) return bounds
    }
  }
}

/** At most so many ticks: all, else whole decades, else every n-th decade counted from 1. */
function thinTicks(bounds: readonly number[], most = 5): number[] {
  if (bounds.length <= most) return [...bounds]
  const decades = bounds.filter((bound) => Math.abs(Math.log10(bound) - Math.round(Math.log10(bound))) < 1e-9)
  const every = Math.ceil(decades.length / most)
  return decades.filter((decade) => Math.round(Math.log10(decade)) % every === 0)
}

/** Shares of a whole: up to 60 %, so that the thresholds of the verdicts are in sight, or up to all of it. */
export function shareAxis(lines: readonly PlotLine[]): PlotAxis {
  let highest = 0
  for (const value of finiteValues(lines)) highest = Math.max(highest, value)
  const ticks = highest <= 0.6 ? [0, 0.2, 0.4, 0.6] : [0, 0.25, 0.5, 0.75, 1]
  return {
    scale: 'linear',
    domain: [0, ticks.at(-1)!],
    ticks,
    format: (value) => `${Math.round(100 * value)} %`,
  }
}

/** Values of either sign between round numbers, 0 among them. */
export function linearAxis(lines: readonly PlotLine[]): PlotAxis {
  let low = 0
  let high = 0
  for (const value of finiteValues(lines)) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low === high) high = 1
  return roundedAxis('linear', low, high)
}

const formatLinear = (value: number): string => setting(Number(value.toPrecision(6)))

/** From a round number at or below a range to one at or above it. */
export function roundedAxis(scale: PlotAxis['scale'], low: number, high: number): PlotAxis {
  if (scale === 'log') {
    const bounds = halfDecades(low, high)
    return { scale, domain: [bounds[0]!, bounds.at(-1)!], ticks: thinTicks(bounds), format: powerTick }
  }
  const distance = roundDistance((high - low || Math.abs(high) || 1) / 4)
  const first = Math.floor(low / distance)
  const ticks = Array.from({ length: Math.ceil(high / distance) - first + 1 }, (_, i) =>
    Number(((first + i) * distance).toPrecision(12)),
  )
  if (ticks.length === 1) ticks.push(Number((ticks[0]! + distance).toPrecision(12)))
  return { scale, domain: [ticks[0]!, ticks.at(-1)!], ticks, format: formatLinear }
}

/** Exactly from one value to another, with ticks at round numbers between them. */
export function exactAxis(scale: PlotAxis['scale'], low: number, high: number): PlotAxis {
  const { ticks, format } = roundedAxis(scale, low, high)
  return { scale, domain: [low, high], ticks: ticks.filter((tick) => tick >= low && tick <= high), format }
}

/** The least of 1, 2, 2.5, 5 times a power of ten that is not below a distance. */
export function roundDistance(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((size) => size >= least)!
}

/** Ticks of the visible part of a horizontal axis: round places, at most about `most` of them. */
export function horizontalTicks({ scale, from, to }: Horizontal, most: number): number[] {
  if (to <= from) return [from]
  if (scale === 'log' && to / from >= 10) {
    const bounds = halfDecades(from, to).filter((bound) => bound >= from && bound <= to)
    return thinTicks(bounds, most)
  }
  const distance = roundDistance((to - from) / most)
  const first = Math.ceil(from / distance - 1e-9)
  const ticks: number[] = []
  for (let i = first; i * distance <= to * (1 + 1e-9); i++) ticks.push(Number((i * distance).toPrecision(12)))
  return ticks
}
