import { type Activation, activations } from '../activations.ts'
import { initializerTitles } from '../initializers.ts'

/** A number for a person: three significant figures, 4,210 or 0.0123 or 3.1e-6. */
export function figures(value: number): string {
  if (Number.isNaN(value)) return 'not a number'
  if (!Number.isFinite(value)) return value > 0 ? 'infinite' : 'minus infinite'
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-3 || size >= 999_500)) {
    const [digits, exponent] = value.toExponential(2).split('e') as [string, string]
    return `${Number(digits)}e${Number(exponent)}`
  }
  const rounded = String(Number(value.toPrecision(3)))
  return size < 999.5 ? rounded : rounded.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** A share for a person: 0.625 is 62.5 %. */
export function percent(share: number): string {
  return `${figures(100 * share)} %`
}

/** What the table of activations says of a name; undefined where it is none of the hidden ones. */
export function activationNamed(name: string): Activation | undefined {
  const table: Readonly<Record<string, Activation | undefined>> = activations
  return table[name]
}

/** The initializer that suits an activation, as a person writes it. */
export function initializerFor(name: string): string {
  return initializerTitles[activationNamed(name)?.initializer ?? 'glorot']
}
