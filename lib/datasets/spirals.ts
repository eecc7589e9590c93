import type { Random } from '#lib/nn/random.ts'

const turns = 1.75

/**
 * Fills buffers with points of two entwined spirals in the square [-1, 1]², the one the other's mirror image through
 * the origin: the benchmark of Lang and Witbrock (Learning to tell two spirals apart, 1988), sampled anew.
 *
 * @param noise standard deviation of each coordinate; neighbouring arms are 0.29 apart
 * @param features `[count, 2]`
 * @param labels `[count]`: 0 and 1 in turn
 */
export function scatterSpirals(
  random: Random,
  noise: number,
  features: Float32Array,
  labels: Uint8Array,
): void {
  for (let i = 0; i < labels.length; i++) {
    const label = i % 2
    // The square root spreads the points evenly along the arm, which is longer outside.
    const t = Math.sqrt(random.uniform())
    const angle = t * turns * 2 * Math.PI + label * Math.PI
    features[2 * i] = t * Math.cos(angle) + noise * random.normal()
    features[2 * i + 1] = t * Math.sin(angle) + noise * random.normal()
    labels[i] = label
  }
}
