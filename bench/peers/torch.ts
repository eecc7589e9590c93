import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What one epoch came to. */
export interface Epoch {
  samplesPerSecond: number
  accuracy: number
}

/** PyTorch in a process of its own that trains an epoch when asked. */
export interface TorchPeer {
  name: string
  trainEpoch(): Promise<Epoch>
  close(): void
}

/** Starts the peer; undefined where no Python with PyTorch is found. */
export async function startTorch(mnistFolder: string, seed: number): Promise<TorchPeer | undefined> {
  const python = ['python3', '/usr/bin/python3'].find(
    (path) => spawnSync(path, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0,
  )
  if (python === undefined) return undefined
  const script = join(import.meta.dirname, 'torch_mlp.py')
  const child = spawn(python, [script, mnistFolder, String(seed)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const answer = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('PyTorch ended early')
    return JSON.parse(value)
  }
  const { peer } = await answer()
  return {
    name: peer,
    trainEpoch: () => {
      child.stdin.write('\n')
      return answer()
    },
    close: () => child.stdin.end(),
  }
}
