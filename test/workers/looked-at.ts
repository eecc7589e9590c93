import type { RunRequest } from '#lib/contracts/run.ts'
import type { Dataset } from '#lib/datasets/dataset.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { KeptNetwork } from '#lib/runs/network-ports.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { Checkpoint } from '#lib/runs/ports.ts'
import { type LoadedNetwork, loadNetwork } from '#workers/loaded-network.ts'
import { type Recorded, record, toConfig } from './recorded-training.ts'

interface Circumstances {
  numericClass?: NumericClass
  data?: Pick<Dataset, 'train' | 'val'>
}

/** A training in this thread, and the network of its last checkpoint. */
export async function trainAndLoad(
  request: RunRequest,
  { numericClass = 'simd128', ...rest }: Circumstances = {},
): Promise<LoadedNetwork & { recorded: Recorded }> {
  const recorded = await record(request, { numericClass, ...rest })
  return { recorded, ...load(request, recorded.checkpoints.at(-1)!, numericClass) }
}

/** The network of a checkpoint that a run of this request took. */
export function load(
  request: RunRequest,
  { step, epoch, weights, state }: Checkpoint,
  numericClass: NumericClass = 'simd128',
  takenUnder: RunRequest = request,
): LoadedNetwork {
  const config = toConfig(request)
  const network: KeptNetwork = {
    runId: 'a'.repeat(16),
    config,
    takenUnder: toConfig(takenUnder),
    numericClass,
    step,
    epoch,
    weights,
  }
  const inspector = loadNetwork(network, state)
  if (!inspector) throw new Error('The state cannot be read')
  return { network, spec: toNetworkSpec(config), inspector }
}

/** A file of tensors, as anybody reads it by the format's description. */
export function readSafetensors(bytes: Uint8Array): {
  metadata: Record<string, string>
  tensors: Record<string, { shape: number[]; values: Float32Array }>
  /** Where the numbers begin. */
  start: number
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = 8 + Number(view.getBigUint64(0, true))
  const header: Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }> =
    JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)))
  const { __metadata__: metadata, ...described } = header
  const tensors = Object.entries(described).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      if (dtype !== 'F32') throw new Error(`${name} is ${dtype}`)
      return [
        name,
        { shape, values: new Float32Array(bytes.slice(start + from, start + to).buffer) },
      ] as const
    },
  )
  return {
    metadata: metadata as unknown as Record<string, string>,
    tensors: Object.fromEntries(tensors),
    start,
  }
}
