import type { RunConfig } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import { bytesNeeded } from '#lib/nn/network.ts'
import { toNetworkSpec } from './network-spec.ts'

/**
 * Refuses a training that would take more than `limit` bytes of a thread's memory.
 * @throws AppError invalid_request that names the network and says how large it would be
 */
export function assertFits(config: RunConfig, limit: number): void {
  const { batchSize, optimizer, regularization } = config
  const bytes = bytesNeeded(toNetworkSpec(config), { batchSize, optimizer, regularization })
  if (bytes <= limit) return
  const message = `The training would take ${toMebibytes(bytes)} MiB of memory; a run may take ${toMebibytes(limit)} MiB`
  throw new AppError('invalid_request', message, { errors: [{ path: 'network.hidden', message }] })
}

/** Rounded up, so that what is too large also looks so. */
const toMebibytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20)
