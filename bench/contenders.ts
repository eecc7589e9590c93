import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Greeting, Request, Task } from './task.ts'

/** A build of this project's kernels. */
export type VariantName = 'scalar' | 'simd128' | 'fma'

/** Everything that can train: the file below `peers` and its further arguments. */
const processes = {
  scalar: () => ['product.ts', 'scalar'],
  simd128: () => ['product.ts', 'simd128'],
  fma: () => ['product.ts', 'fma'],
  'with readings': (variant) => ['product.ts', variant, '50'],
  'one thread': (variant) => ['product-threads.ts', variant, '1'],
  'a thread a core': (variant) => ['product-threads.ts', variant, String(availableParallelism())],
  PyTorch: () => ['torch_mlp.py'],
  'tfjs-wasm': () => ['tfjs.ts', 'wasm', 'automatic'],
  'tfjs-wasm by hand': () => ['tfjs.ts', 'wasm', 'manual'],
  'tfjs-cpu': () => ['tfjs.ts', 'cpu', 'automatic'],
  'per object': () => ['objects.ts'],
} satisfies Record<string, (variant: VariantName) => [file: string, ...string[]]>

export type ContenderName = keyof typeof processes

/** A contender's running process. Both calls reject where it has ended. */
export interface Contender {
  name: ContenderName
  version: string
  samples: number
  /** Trains a round; samples per second. */
  train(): Promise<number>
  /** Share of the held-out samples classified correctly. */
  validate(): Promise<number>
  close(): void
}

/** Starts a contender in a process of its own; rejects with the reason where that cannot be. */
export async function startContender(
  name: ContenderName,
  task: Task,
  variant: VariantName,
): Promise<Contender> {
  const [file, ...options] = processes[name](variant)
  const path = join(import.meta.dirname, 'peers', file)
  const program = file.endsWith('.py') ? findPython() : process.execPath
  const child = spawn(program, [path, JSON.stringify(task), ...options], { stdio: ['pipe', 'pipe', 'pipe'] })
  const answer = createAnswers(child)
  const greeting = (await answer()) as Greeting
  if ('missing' in greeting) throw new Error(greeting.missing)
  const ask = (request: Request) => {
    child.stdin!.write(`${request}\n`)
    return answer()
  }
  return {
    name,
    version: greeting.version,
    samples: task.samples,
    train: async () => task.samples / ((await ask('train')) as { seconds: number }).seconds,
    validate: async () => ((await ask('validate')) as { accuracy: number }).accuracy,
    close: () => child.stdin!.end(),
  }
}

/** Lines of a process as JSON, one a call; its last words are the error's where it ended instead. */
function createAnswers(child: ChildProcess): () => Promise<unknown> {
  let lastWords = ''
  child.stderr!.on('data', (chunk) => {
    lastWords = `${lastWords}${chunk}`.slice(-2000)
  })
  const failed = new Promise<never>((_, reject) => child.once('error', reject))
  // Nobody may be waiting for an answer when a process fails.
  failed.catch(() => {})
  child.stdin!.on('error', () => {})
  const lines = createInterface(child.stdout!)[Symbol.asyncIterator]()
  return async () => {
    const { value, done } = await Promise.race([lines.next(), failed])
    if (done) throw new Error(lastWords.trim().split('\n').at(-1) || 'its process ended')
    return JSON.parse(value)
  }
}

/** A Python that has PyTorch: the first on the PATH may be one without. */
function findPython(): string {
  const python = ['python3', '/usr/bin/python3'].find(
    (path) => spawnSync(path, ['-c', 'import torch, numpy'], { stdio: 'ignore' }).status === 0,
  )
  if (python === undefined) throw new Error('no python3 with torch and numpy was found')
  return python
}
