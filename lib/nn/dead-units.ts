import { activations, outputActivations } from './activations.ts'
import type { Kernels } from './kernels.ts'
import type { LayerPlace, Layout } from './layout.ts'
import type { Measuring } from './measures.ts'
import type { NetworkSpec } from './spec.ts'

/** What |f′| of a living unit exceeds on some sample, for each layer. */
export function aliveThresholds(spec: NetworkSpec, layers: readonly LayerPlace[]): number[] {
  return layers.map(({ activation, alpha }, index) => {
    if (!spec.hidden[index]) return 0.01 * outputActivations[spec.output.activation].peak
    return activations[activation].aliveAbove * activations[activation].peak(alpha)
  })
}

/**
 * Share of each layer's units that are dead: |f′| never rises above the activation's threshold, on none of the
 * samples that `infer` puts through the network. Exact, and cheap for a healthy network: a layer is left alone once
 * all its units have been seen alive, and all is over once every layer is.
 */
export function findDeadUnits(
  kernels: Kernels,
  spec: NetworkSpec,
  layout: Layout,
  measuring: Measuring,
  infer: (visit: (rows: number) => boolean) => void,
): Float64Array {
  const { layers, before } = layout
  const thresholds = aliveThresholds(spec, layers)
  /** Greatest |f′| of each unit so far, as the layers' vectors one after the other. */
  const peaks = layers.map((layer) => new Float32Array(layer.stride))
  const dead = Float64Array.from(layers, () => 1)
  infer((rows) => {
    let someDead = false
    for (const [index, layer] of layers.entries()) {
      if (dead[index] === 0) continue
      const peak = peaks[index]!
      const slopes = measuring.slopesOf(index, rows)
      kernels.floats.set(peak, before / 4)
      kernels.columnPeaks(rows, layer.units, slopes, before)
      peak.set(kernels.floats.subarray(before / 4, before / 4 + layer.stride))
      dead[index] = deadShare(peak, layer.units, thresholds[index]!)
      if (dead[index] > 0) someDead = true
    }
    return someDead
  })
  return dead
}

function deadShare(peaks: Float32Array, units: number, threshold: number): number {
  let count = 0
  for (let unit = 0; unit < units; unit++) if (!(peaks[unit]! > threshold)) count++
  return count / units
}
