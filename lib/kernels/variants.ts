import type { NumericClass } from '../nn/names.ts'
import type { Tile } from './tile-source.ts'

/** One implementation of the kernels. */
export type Variant =
  | { name: string; numericClass: 'scalar'; file: null }
  | { name: string; numericClass: Exclude<NumericClass, 'scalar'>; file: string; tile: Tile }

/**
 * Every variant, the reference first. A tile belongs to its variant: 4 × 8 fits the sixteen 128-bit registers of
 * x86, 6 × 16 the 256-bit ones that V8's re-vectorizer makes of them.
 */
export const variants: readonly Variant[] = [
  { name: 'scalar', numericClass: 'scalar', file: null },
  { name: 'simd128', numericClass: 'simd128', file: 'simd128.wasm', tile: { rows: 4, columns: 8 } },
  { name: 'fma', numericClass: 'fma', file: 'fma.wasm', tile: { rows: 6, columns: 16 } },
]

/** The variant of that name; throws an Error with the list of names where there is none. */
export function findVariant(name: string): Variant {
  const variant = variants.find((candidate) => candidate.name === name)
  if (variant) return variant
  const names = variants.map((candidate) => candidate.name).join(', ')
  throw new Error(`No kernels are called "${name}"; there are ${names}`)
}
