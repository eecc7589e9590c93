import type { Kernels } from './kernels.ts'
import type { Layout } from './layout.ts'
import type { Measuring } from './measures.ts'
import type { OutputSpec } from './spec.ts'

/** What one layer makes of one sample; vectors `[units]`. */
export interface LayerResponse {
  name: string
  /** What the activation reads: after the normalization. */
  preActivations: Float32Array
  /** The output layer's are the network's outputs. */
  activations: Float32Array
  /** f′ at the pre-activations; of a softmax each output's slope in its own logit. */
  slopes: Float32Array
}

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

/** What each layer made of the first sample of the last forward pass, as copies. */
export function copyResponses(
  kernels: Kernels,
  layout: Layout,
  output: OutputSpec,
  measuring: Measuring,
): LayerResponse[] {
  const { layers } = layout
  return layers.map(({ name, units, z, a }, index) => {
    const read = (at: number) => kernels.floats.slice(at / 4, at / 4 + units)
    const slopes = read(measuring.slopesOf(index, 1))
    const isLast = index === layers.length - 1
    const activations = isLast ? copyOutputs(kernels, layout, output, 1) : read(a)
    return { name, preActivations: read(z), activations, slopes }
  })
}
