import type { ScheduleConfig } from '#lib/contracts/training-config.ts'
import { scheduleFactor } from '#lib/nn/schedules.ts'

/** The box that the curve is drawn in, in pixels. */
export const curveSize = { width: 200, height: 40 }

/** Steps at which a factor is read at most: about one a pixel. */
const readings = 200

/** Room for the stroke above and below, in pixels. */
const edge = 2

/**
 * The learning rate's factor over a whole run as an SVG path, 0 at the bottom and 1 at the top; null where the
 * run has no length that could be drawn.
 */
export function scheduleCurve(schedule: ScheduleConfig, steps: number, stepsPerEpoch: number): string | null {
  if (!(Number.isFinite(steps) && steps >= 1 && Number.isFinite(stepsPerEpoch) && stepsPerEpoch >= 1))
    return null
  const { width, height } = curveSize
  const count = Math.min(readings, steps)
  const parts = Array.from({ length: count }, (_, i) => {
    const step = count === 1 ? 1 : 1 + Math.round((i * (steps - 1)) / (count - 1))
    const factor = scheduleFactor(schedule, step, steps, stepsPerEpoch)
    const x = count === 1 ? 0 : (i / (count - 1)) * width
    const y = edge + (1 - factor) * (height - 2 * edge)
    return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
  })
  return count === 1 ? `${parts[0]}H${width}` : parts.join('')
}
