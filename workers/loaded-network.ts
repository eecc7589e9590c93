import { createKernels } from '#lib/kernels/load.ts'
import { variantFor } from '#lib/kernels/select.ts'
import { createInspector, type Inspector, inspectorBytes } from '#lib/nn/inspector.ts'
import { describeState } from '#lib/nn/network.ts'
import type { NetworkSpec } from '#lib/nn/spec.ts'
import type { KeptNetwork } from '#lib/runs/network-ports.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { decodeCheckpoint } from './checkpoint.ts'

/** A network that is ready to be looked at. */
export interface LoadedNetwork {
  network: KeptNetwork
  spec: NetworkSpec
  inspector: Inspector
}

/**
 * The network of a checkpoint, in the kernels of its run's numeric class. What a fork has and the run before it had not
 * is as at the fork's start. Null where another version wrote the state.
 * @throws Error where the state is not of a run of that config
 */
export function loadNetwork(
  { config, takenUnder, numericClass }: Pick<KeptNetwork, 'config' | 'takenUnder' | 'numericClass'>,
  state: Uint8Array,
): Inspector | null {
  const decoded = decodeCheckpoint(state)
  if (!decoded) return null
  const { values } = decoded.trainer
  const saved = describeState(toNetworkSpec(takenUnder), takenUnder)
  if (values.length !== saved.reduce((sum, { size, states }) => sum + size * (1 + states), 0)) {
    throw new Error('The checkpoint does not fit the config of the run that took it')
  }
  const spec = toNetworkSpec(config)
  const kernels = createKernels(variantFor(numericClass), inspectorBytes(spec, config.batchSize))
  const inspector = createInspector(kernels, spec, config.batchSize)
  const has = new Set(inspector.tensorNames)
  for (const { name, start, size } of saved) {
    if (has.has(name)) inspector.set(name, values.subarray(start, start + size))
  }
  return inspector
}
