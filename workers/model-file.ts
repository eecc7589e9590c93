import { describeDataset } from '#lib/datasets/catalogue.ts'
import type { Inspector } from '#lib/nn/inspector.ts'
import { normalizationEpsilon } from '#lib/nn/kernels.ts'
import { describeState } from '#lib/nn/network.ts'
import type { KeptNetwork } from '#lib/runs/network-ports.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { encodeSafetensors } from './safetensors.ts'

/** Our names of tensors that files call otherwise. */
const fileNames: Readonly<Record<string, string>> = { weights: 'weight', biases: 'bias' }

/** The network as a safetensors file; docs/api.md says what is in it. */
export function modelFile(network: KeptNetwork, inspector: Inspector): Uint8Array<ArrayBuffer> {
  const { runId, step, epoch, weights, numericClass, config } = network
  const tensors = describeState(toNetworkSpec(config), config).map(({ name, shape }) => ({
    name: toFileName(name),
    shape,
    values: inspector.get(name),
  }))
  return encodeSafetensors(tensors, {
    run: runId,
    step: String(step),
    epoch: String(epoch),
    weights,
    numeric_class: numericClass,
    dataset: config.dataset,
    input_divisor: describeDataset(config.dataset).values === 'bytes' ? '255' : '1',
    normalization_epsilon: String(normalizationEpsilon),
    config: JSON.stringify(config),
  })
}

/** `hidden_1/weights` as `hidden_1.weight`. */
function toFileName(name: string): string {
  const [layer, tensor] = name.split('/') as [string, string]
  return `${layer}.${fileNames[tensor] ?? tensor}`
}
