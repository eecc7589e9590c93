import type { Kernels } from './kernels.ts'
import type { Layout } from './layout.ts'
import type { OutputSpec } from './spec.ts'

/** The outputs of the first `rows` samples of the last forward pass, `[rows, units]` row-major, as a copy. */
export function copyOutputs(
  kernels: Kernels,
  { layers, panels }: Layout,
  output: OutputSpec,
  rows: number,
): Float32Array {
  const { z, units, stride } = layers.at(-1)!
  kernels.respond(output, rows, z, panels)
  const outputs = new Float32Array(rows * units)
  for (let row = 0; row < rows; row++) {
    const start = panels / 4 + row * stride
    outputs.set(kernels.floats.subarray(start, start + units), row * units)
  }
  return outputs
}
