import { magnitude } from '#app/format/numbers.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import { errorLeft, rmsSlope } from '#lib/nn/error-chain.ts'
import type { HiddenActivationName } from '#lib/nn/names.ts'
import { activationColours, classics } from './curves.ts'
import { type ChosenActivation, type ExploreState, mostChosen } from './explore-state.ts'
import { fixed, listed } from './reading.ts'

/** An activation's chain of layers. */
export interface ChainLine {
  name: HiddenActivationName
  colour: string
  /** Whether it stands on the plot of curves too. */
  chosen: boolean
  /** Root mean square of f′: the factor of one layer, weights aside. */
  factor: number
  /** Error left, from the output (1) back to the first layer. */
  left: readonly number[]
}

export type ChainSettings = Pick<ExploreState, 'layers' | 'gain' | 'spread'>

/** Lines of the chosen activations, and of the lesson's four as far as there are colours. */
export function chainLines(chosen: readonly ChosenActivation[], settings: ChainSettings): ChainLine[] {
  const { layers, gain, spread } = settings
  const names = chosen.map(({ name }) => name)
  const others = classics.filter((name) => !names.includes(name)).slice(0, mostChosen - names.length)
  const all = [...chosen, ...others.map((name) => ({ name, alpha: usualAlpha(name) }))]
  const colours = activationColours(all.map(({ name }) => name))
  return all.map(({ name, alpha }, i) => {
    const factor = rmsSlope(name, alpha, spread)
    const left = errorLeft(factor, gain, layers)
    return { name, colour: colours.get(name)!, chosen: i < names.length, factor, left }
  })
}

/** The bound of a sigmoid: at its best a quarter of the error gets through a layer. */
export const sigmoidBound = 0.25

/** What the bound is called, with the weights in it where they change the size. */
export function boundName(gain: number): string {
  return gain === 1 ? '0.25ⁿ' : `(0.25 × ${fixed(gain, 2)})ⁿ`
}

/** How much is left of each after all layers, most first. */
export function leftWords(lines: readonly ChainLine[], layers: number): string {
  const each = lines
    .map(({ name, left }) => ({ name, end: left.at(-1)! }))
    .sort((a, b) => b.end - a.end)
    .map(({ name, end }) => `${name} ${magnitude(end)}`)
  return `After ${layers} layers, of an error of 1 there is left: ${listed(each)}.`
}

/** Weight gain with which an error keeps its size. */
function breakEven(factor: number): number {
  return 1 / factor
}

/** What it takes to break even, where relu and sigmoid are compared; and what usual start weights have to do with it. */
export function breakEvenWords(lines: readonly ChainLine[], gain: number): string {
  const words = lines.map(({ name, factor }) => `${fixed(breakEven(factor), 2)} for ${name}`)
  const relu = lines.find(({ name }) => name === 'relu')
  const he = relu && Math.abs(breakEven(relu.factor) - Math.SQRT2) < 0.005
  const start = he ? ' The 1.41 of relu is what he start weights have; glorot ones have 1.' : ''
  const growing = lines.filter(({ factor }) => gain * factor > 1.001).map(({ name }) => name)
  const grows =
    growing.length > 0 ? ` With a gain of ${fixed(gain, 2)}, errors of ${listed(growing)} grow.` : ''
  return `An error keeps its size with a weight gain of ${listed(words)}.${start}${grows}`
}
