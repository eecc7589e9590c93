import { type CurveAxis, drawn } from './curves.ts'

/** Room around the plot, in pixels: ticks at the left and below, half a label at the right. */
export const margin = { left: 40, right: 10, top: 8, bottom: 24 }

/** Places on the plot, in pixels. */
export interface Scales {
  width: number
  height: number
  x: (z: number) => number
  y: (value: number) => number
}

/** Places on a plot of that size with that axis. */
export function scalesFor(width: number, height: number, { low, high }: CurveAxis): Scales {
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom }
  return {
    width,
    height,
    x: (z) => margin.left + ((z - drawn[0]) / (drawn[1] - drawn[0])) * inner.width,
    y: (value) => margin.top + ((high - value) / (high - low)) * inner.height,
  }
}
