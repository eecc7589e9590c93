import type { RunConfig } from '#lib/contracts/run.ts'
import { openKernels } from '#lib/kernels/browser.ts'
import { createInspector, inspectorBytes, type Rows } from '#lib/nn/inspector.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Tensors } from './safetensors.ts'

/** Features of one sample: bytes stand for value / 255. */
export type Features = Uint8Array | Float32Array

/** What one layer makes of one sample; vectors `[units]`. */
export interface LayerResponse {
  name: string
  /** The output layer's are the network's outputs. */
  activations: Float32Array
  /** |f′| at what the activation read; of a softmax each output's slope in its own logit. */
  slopes: Float32Array
}

/** A run's network in this browser; it answers nothing of use before weights were loaded. */
export interface Model {
  /** Takes over the weights of one step. @throws where a tensor is missing, or of another size */
  load(tensors: Tensors): void
  /** What each layer makes of one sample; the last one's activations are the network's outputs. */
  examine(features: Features): LayerResponse[]
  /** The outputs for several samples, `[count, units]` row-major. */
  respond(features: Features): Float32Array
}

/** Memory that a page may take for one network. */
const mostBytes = 2 ** 29

/** The names that a file of weights has for what a layer holds; the others are the network's own. */
const storedNames: Readonly<Record<string, string>> = { weights: 'weight', biases: 'bias' }

/** `hidden_1/weights` as a file of weights has it: `hidden_1.weight`. */
function storedName(name: string): string {
  const [layer, tensor] = name.split('/') as [string, string]
  return `${layer}.${storedNames[tensor] ?? tensor}`
}

/** Samples that are computed at once. */
const batchSize = 64

/**
 * Builds the network of a run's config in a memory of its own, on the kernels that this browser can run.
 * @throws RangeError where it is too large for a page
 */
export async function openModel(config: Pick<RunConfig, 'dataset' | 'network'>): Promise<Model> {
  const spec = toNetworkSpec(config)
  const bytes = inspectorBytes(spec, batchSize)
  if (bytes > mostBytes) throw new RangeError('This network is too large to run in a page')
  const inspector = createInspector(await openKernels(bytes), spec, batchSize)
  const last = inspector.layers.length - 1
  const samplesOf = (features: Features): Samples => {
    const count = features.length / spec.inputs
    // Of classes that nobody knows.
    return { count, inputs: spec.inputs, features, labels: new Uint8Array(count) }
  }
  return {
    load(tensors) {
      for (const name of inspector.tensorNames) {
        const values = tensors.get(storedName(name))
        if (!values) throw new RangeError(`The file of weights has no ${storedName(name)}`)
        inspector.set(name, values)
      }
    },
    examine(features) {
      let responses: LayerResponse[] = []
      inspector.inspect(samplesOf(features), (batch) => {
        responses = inspector.layers.map((name, layer) => ({
          name,
          slopes: copyRow(batch.slopes(layer)),
          activations: copyRow(batch.activations(layer)),
        }))
      })
      return responses
    },
    respond(features) {
      const outputs = new Float32Array((features.length / spec.inputs) * spec.output.units)
      inspector.inspect(samplesOf(features), (batch) => {
        const rows = batch.activations(last)
        for (let row = 0; row < batch.count; row++) {
          outputs.set(copyRow(rows, row), (batch.start + row) * spec.output.units)
        }
      })
      return outputs
    },
  }
}

function copyRow({ values, at, stride, units }: Rows, row = 0): Float32Array {
  return values.slice(at + row * stride, at + row * stride + units)
}
