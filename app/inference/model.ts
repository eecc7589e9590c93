import type { RunConfig } from '#lib/contracts/run.ts'
import { openKernels } from '#lib/kernels/browser.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import type { LayerResponse } from '#lib/nn/responses.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Tensors } from './safetensors.ts'

/** Features of one sample: bytes stand for value / 255. */
export type Features = Uint8Array | Float32Array

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

/**
 * Builds the network of a run's config in a memory of its own, on the kernels that this browser can run.
 * @throws RangeError where it is too large for a page
 */
export async function openModel(config: Pick<RunConfig, 'dataset' | 'network'>): Promise<Model> {
  // The start weights are overwritten, and some initializers take long.
  const spec = { ...toNetworkSpec(config), initializer: 'zeros' } as const
  const shape = { batchSize: 1, optimizer: { name: 'sgd', learningRate: 0, momentum: 0 } } as const
  const bytes = bytesNeeded(spec, shape)
  if (bytes > mostBytes) throw new RangeError('This network is too large to run in a page')
  const trainer = createTrainer(await openKernels(bytes), spec, { ...shape, seed: 0 })
  const samplesOf = (features: Features): Samples => {
    const count = features.length / spec.inputs
    return { count, inputs: spec.inputs, features, labels: new Uint8Array(count) }
  }
  return {
    load(tensors) {
      const found = trainer.tensorNames.map((name) => tensors.get(storedName(name)))
      const missing = trainer.tensorNames[found.indexOf(undefined)]
      if (missing) throw new RangeError(`The file of weights has no ${storedName(missing)}`)
      trainer.setParameters(found.filter((values) => values !== undefined))
    },
    examine: (features) => trainer.examine(samplesOf(features), 0),
    respond: (features) => trainer.respond(samplesOf(features)),
  }
}
