import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { dirname, join } from 'node:path'

const root = dirname(dirname(import.meta.dirname))
/** What trains must not be what the browser waits for: on a user's desk they are two machines. */
const lowest = 19

/** The built product on a data folder, in a process of its own; `resources` ends it. Answers its address. */
export async function startProduct(
  resources: AsyncDisposableStack,
  dataDir: string,
  workers: number,
): Promise<string> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: '0',
    DATA_DIR: dataDir,
    WORKERS: String(workers),
  }
  const child = spawn(process.execPath, [join(root, 'server.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  resources.defer(() => end(child))
  setPriority(child.pid!, lowest)
  let output = ''
  for await (const chunk of child.stdout) {
    output += chunk
    const url = /ready at (\S+)/.exec(output)?.[1]
    if (url) return url
  }
  throw new Error('The server ended before it was ready; are the pages built (npm run build)?')
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

/** Queues a run and answers its id. */
export async function start(url: string, request: object): Promise<string> {
  const response = await fetch(`${url}/api/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  if (!response.ok) throw new Error(await response.text())
  return ((await response.json()) as { id: string }).id
}
