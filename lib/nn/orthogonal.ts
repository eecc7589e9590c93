import type { Random } from './random.ts'

/**
 * `count` orthonormal vectors of `length` ≥ `count`: random normal ones, each freed of those before it and
 * scaled to 1 (Gram–Schmidt; twice, which is enough for full precision: Giraud et al. 2005). float64.
 */
export function orthonormalVectors(count: number, length: number, random: Random): Float64Array[] {
  const vectors: Float64Array[] = []
  while (vectors.length < count) {
    const vector = new Float64Array(length)
    for (let i = 0; i < length; i++) vector[i] = random.normal()
    for (let round = 0; round < 2; round++) for (const earlier of vectors) removePart(vector, earlier)
    const norm = Math.sqrt(dot(vector, vector))
    // Drawn within the span of those before, which has probability zero: drawn again.
    if (norm < 1e-9) continue
    for (let i = 0; i < length; i++) vector[i]! /= norm
    vectors.push(vector)
  }
  return vectors
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!
  return sum
}

/** vector −= (vector·unit)·unit */
function removePart(vector: Float64Array, unit: Float64Array): void {
  const part = dot(vector, unit)
  for (let i = 0; i < vector.length; i++) vector[i]! -= part * unit[i]!
}
