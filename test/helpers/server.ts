import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { makeFolder, removeFolder } from './folders.ts'

const root = dirname(dirname(import.meta.dirname))

type Child = ChildProcessByStdio<null, Readable, Readable>

/** A whole server in a process of its own. */
export interface TestServer {
  url: string
  dataDir: string
  process: Child
  /** What it has written so far, standard output and error together. */
  output(): string
  /** Sends the signal and answers the exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null>
}

export type Environment = Record<string, string>

const usualCommand = [process.execPath, 'server.ts']

/** Starts `node server.ts` on a free port, and answers once it is ready. Rejects with its output where it ends. */
export async function startServer(
  dataDir: string,
  environment: Environment = {},
  command: string[] = usualCommand,
): Promise<TestServer> {
  const { process: child, output } = launch(dataDir, environment, command)
  const exited = once(child, 'exit').then(() => {
    throw new Error(`The server ended before it was ready:\n${output()}`)
  })
  const ready = (async () => {
    for (;;) {
      const url = /ready at (\S+)/.exec(output())?.[1]
      if (url) return url
      await once(child.stdout, 'data')
    }
  })()
  const url = await Promise.race([ready, exited])
  exited.catch(() => {})
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? child.signalCode
    const ended = once(child, 'exit')
    child.kill(signal)
    const [code, endedBy] = await ended
    return code ?? endedBy
  }
  return { url, dataDir, process: child, output, stop }
}

/** Runs `node server.ts` to its end: for starts that are refused. */
export async function runServer(dataDir: string, environment: Environment = {}) {
  const { process: child, output } = launch(dataDir, environment, usualCommand)
  const [code] = await once(child, 'exit')
  return { code: code as number | null, output: output() }
}

/** Starts the process, and waits for nothing. */
export function launch(
  dataDir: string,
  environment: Environment,
  [program, ...parameters]: string[] = usualCommand,
) {
  const settings = { PORT: '0', WORKERS: '2', DATA_DIR: dataDir, NODE_ENV: 'production' }
  const env = { ...process.env, ...settings, ...environment } as NodeJS.ProcessEnv
  const child: Child = spawn(program!, parameters, {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
  return { process: child, output: () => text }
}

/** A server on a fresh data folder, and the end of both. */
export async function startFreshServer(environment: Environment = {}) {
  const folder = makeFolder()
  const server = await startServer(`${folder}/data`, environment).catch((error) => {
    removeFolder(folder)
    throw error
  })
  const dispose = async () => {
    await server.stop()
    removeFolder(folder)
  }
  return { ...server, dispose }
}
