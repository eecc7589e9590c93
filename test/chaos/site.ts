import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { makeFolder, postgresPid, removeFolder } from '../helpers/folders.ts'
import { type Environment, launch, startServer, type TestServer } from '../helpers/server.ts'

const usualPreload = './test/chaos/kill-thread.ts'

/** One installation: a data folder with its database, a port, and the server process that lives there for now. */
export class Site {
  readonly folder = makeFolder()
  readonly dataDir = join(this.folder, 'data')
  readonly url: string
  readonly #environment: Environment
  readonly #command: string[]
  #server: TestServer | null = null

  private constructor(port: number, environment: Environment, preload: string) {
    this.url = `http://127.0.0.1:${port}`
    this.#environment = { LOG_LEVEL: 'error', ...environment, PORT: String(port) }
    this.#command = [process.execPath, '--import', preload, 'server.ts']
  }

  /**
   * A fresh data folder with a server that is ready.
   *
   * @param preload what the server loads first, to be at the mercy of signals
   */
  static async open(environment: Environment = {}, preload = usualPreload): Promise<Site> {
    const site = new Site(await freePort(), environment, preload)
    await site.start()
    return site
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('No server is running')
    return this.#server
  }

  async start(): Promise<void> {
    this.#server = await startServer(this.dataDir, this.#environment, this.#command)
  }

  /** Starts a server and kills it after so many milliseconds, whether it was ready by then or not. */
  async startAndKill(afterMs: number): Promise<void> {
    const { process: child } = launch(this.dataDir, this.#environment, this.#command)
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await sleep(afterMs)
    child.kill('SIGKILL')
    await exited
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { server } = this
    const code = await server.stop(signal)
    if (code !== (signal === 'SIGKILL' ? signal : 0)) {
      throw new Error(
        `The server was sent ${signal} and ended with ${code}:\n${server.output().slice(-3000)}`,
      )
    }
  }

  /** Bytes that the server's process has in memory. */
  memory(): number {
    const [, pages] = readFileSync(`/proc/${this.server.process.pid}/statm`, 'utf8').split(' ')
    return 4096 * Number(pages)
  }

  killThread(): void {
    this.server.process.kill('SIGUSR2')
  }

  /** Kills the database's first process; the others notice it, and end. */
  killDatabase(): void {
    process.kill(postgresPid(this.dataDir), 'SIGKILL')
  }

  /** Kills one of the database's processes that serve a connection of the server; it then restarts itself. */
  async killBackend(): Promise<void> {
    const [victim] = await this.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'actoscope%' ORDER BY random() LIMIT 1`,
    )
    if (victim) process.kill(victim.pid, 'SIGKILL')
  }

  /** Makes all of PostgreSQL's processes stand still; the answer lets them go on. */
  async freezeDatabase(): Promise<() => void> {
    const rows = await this.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()',
    )
    const pids = [postgresPid(this.dataDir), ...rows.map(({ pid }) => pid)]
    for (const pid of pids) signal(pid, 'SIGSTOP')
    return () => {
      for (const pid of pids) signal(pid, 'SIGCONT')
    }
  }

  /** Waits for the server to say that it is ready; throws where the process has ended. */
  async untilReady(withinMs = 90_000): Promise<void> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(
        () => null,
      )
      if (answer?.status === 200) return
      const { process: child, output } = this.server
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) {
        throw new Error(`The server does not become ready again:\n${output().slice(-3000)}`)
      }
      await sleep(50)
    }
  }

  /** One statement over a connection of its own, past the product; asked again while the database is away. */
  async query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    const deadline = performance.now() + 60_000
    for (;;) {
      const client = new pg.Client({ connectionString: this.databaseUrl, connectionTimeoutMillis: 10_000 })
      client.on('error', () => {})
      try {
        await client.connect()
        return (await client.query<Row>(text, values)).rows
      } catch (error) {
        if (performance.now() > deadline) throw error
        await sleep(100)
      } finally {
        void client.end().catch(() => {})
      }
    }
  }

  get databaseUrl(): string {
    const sockets = encodeURIComponent(join(this.dataDir, 'postgres/sockets'))
    return `postgresql://actoscope@localhost/postgres?host=${sockets}`
  }

  /** Ends what runs, and removes the data folder unless it is to be looked at. */
  async close({ keep = false } = {}): Promise<void> {
    await this.#server?.stop('SIGTERM')
    // Left behind by a server that was killed and did not come back.
    if (existsSync(join(this.dataDir, 'postgres/cluster/postmaster.pid'))) {
      signal(postgresPid(this.dataDir), 'SIGQUIT')
    }
    if (!keep) removeFolder(this.folder)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // One that ended meanwhile.
  }
}

/** Below those that the system gives to outgoing connections: a client that knocks would find itself otherwise. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const probe = createServer()
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
    })
    if (free) return port
  }
}
