import type { Rows } from '#lib/nn/inspector.ts'

/** What a network with these outputs gives each class in one row; a single unit `p` says `1 − p` and `p`. */
export function classScores(outputs: Rows, row: number): number[] {
  const { values, at, stride, units } = outputs
  const start = at + row * stride
  if (units > 1) return Array.from(values.subarray(start, start + units))
  const p = values[start]!
  return [1 - p, p]
}

/** The same for one class. */
export function scoreOf({ values, at, stride, units }: Rows, row: number, label: number): number {
  const start = at + row * stride
  if (units > 1) return values[start + label]!
  return label === 1 ? values[start]! : 1 - values[start]!
}
