import type { ActivationName } from '#app/format/networks.ts'
import { activations, derivativeAt, usualAlpha, valueAt } from '#lib/nn/activations.ts'
import { type HiddenActivationName, hiddenActivationNames } from '#lib/nn/names.ts'

/** The box that a curve is drawn in, and the room that its stroke needs at every edge, in pixels. */
const box = 14
const edge = 1.5
const inner = box - 2 * edge
/** Points of a curve: enough for a sine in so few pixels. */
const points = 33
/** Slopes below this would not be seen; the glyph of a leaky rectifier shows that there is one. */
const leastAlpha = 0.15

const digits = (value: number) => String(Number(value.toFixed(2)))

/** How far a curve is followed from 0: until a bounded one has levelled off, for a period where it never does. */
function reach(name: HiddenActivationName): number {
  const { range, peak } = activations[name]
  const alpha = usualAlpha(name)
  if (!range(alpha).every(Number.isFinite)) return 3
  const flat = (z: number) => Math.abs(derivativeAt(name, z)) < 0.1 * peak(alpha)
  return [2, 3, 4, 6, 8].find((z) => flat(z) && flat(-z)) ?? Math.PI
}

/** The graph of a hidden activation, fitted to the box. */
function graph(name: HiddenActivationName): string {
  const width = reach(name)
  const alpha = activations[name].alpha ? Math.max(usualAlpha(name), leastAlpha) : 0
  const zs = Array.from({ length: points }, (_, i) => width * ((2 * i) / (points - 1) - 1))
  const values = zs.map((z) => valueAt(name, z, alpha))
  const low = Math.min(...values)
  const high = Math.max(...values)
  return values
    .map((value, i) => {
      const x = edge + (i / (points - 1)) * inner
      const y = edge + (1 - (value - low) / (high - low)) * inner
      return `${i === 0 ? 'M' : 'L'}${digits(x)} ${digits(y)}`
    })
    .join('')
}

/** Softmax of four logits as bars. */
function bars(): string {
  const powers = [0.4, 2.2, 0.1, 1].map(Math.exp)
  const highest = Math.max(...powers)
  return powers
    .map((power, i) => `M${digits(2 + (i * 10) / 3)} 12V${digits(12 - (10 * power) / highest)}`)
    .join('')
}

const hidden = Object.fromEntries(hiddenActivationNames.map((name) => [name, graph(name)])) as Record<
  HiddenActivationName,
  string
>

/** The curve of every activation as an SVG path in a box of 14 px, sampled from the table of activations. */
export const activationCurves: Readonly<Record<ActivationName, string>> = {
  ...hidden,
  linear: hidden.identity,
  softmax: bars(),
}
