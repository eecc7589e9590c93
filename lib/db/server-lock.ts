import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '#lib/errors.ts'
import type { SqlTransaction } from '#lib/runs/ports.ts'

/** Held for as long as a server works on a database; any number that nobody else uses. */
const serverLock = 5_297_402_117n

const connectWithinMs = 5000
const answerWithinMs = 5000
const shortestPauseMs = 100
const longestPauseMs = 1500
/** A server that was just killed holds its lock until the database sees its connection close. */
const takeForMs = 5000
/** A database that is recovering from a crash is waited for. */
const recoverForMs = 30_000

/** The lock that makes this the one server of a database, on a connection of its own. */
export interface ServerLock {
  /** Answered over that connection by the database; rejects while the lock is not held. */
  probe(): Promise<void>
  /** Whether it is held at this moment of somebody's transaction. */
  isHeld(tx: SqlTransaction): Promise<boolean>
  release(): Promise<void>
}

/** What may become of a lock that is held. */
export interface LockWatch {
  /** Its connection broke. It is taken again, on a new one, for as long as that takes. */
  onLost(): void
  /** Another server was faster. Called once, and then it is over. */
  onTaken(error: StartError): void
}

/**
 * Takes the lock, and prepares the database over its connection.
 * @throws StartError where the database is unreachable or taken
 */
export async function takeServerLock(
  url: string,
  prepare: (client: pg.Client) => Promise<void>,
  { onLost, onTaken }: LockWatch,
): Promise<ServerLock> {
  // By its name a connection of ours, which the database has not missed yet, is told from another server's.
  const name = `actoscope lock ${randomUUID()}`
  const first = await connectPatiently(url, name)
  try {
    await takePatiently(first)
    await prepare(first)
  } catch (error) {
    await first.end()
    throw error
  }
  let released = false
  let client: pg.Client | null = null
  let lost = new Error('the lock is not held')
  /** A database that stands still is asked once, not again and again. */
  let asked: Promise<void> | null = null

  const hold = (held: pg.Client): void => {
    client = held
    const lose = (error: Error): void => {
      if (client !== held) return
      client = null
      lost = error
      onLost()
      void retake()
    }
    held.on('error', lose)
    held.on('end', () => lose(new Error('the connection was closed')))
  }

  const retake = async (): Promise<void> => {
    for (let pause = shortestPauseMs; !released; pause = Math.min(2 * pause, longestPauseMs)) {
      const fresh = await take(url, name).catch((error: Error) => error)
      if (fresh instanceof pg.Client) {
        if (released) await fresh.end()
        else hold(fresh)
        return
      }
      lost = fresh
      if (fresh instanceof StartError) {
        onTaken(fresh)
        return
      }
      await sleep(pause, undefined, { ref: false })
    }
  }

  hold(first)
  return {
    probe: async () => {
      if (!client) throw lost
      asked ??= client
        .query('SELECT 1')
        .then(() => {})
        .finally(() => {
          asked = null
        })
      await asked
    },
    isHeld: async (tx) => {
      const [holder] = await tx.$queryRawUnsafe<Holder[]>(holderOf, ...lockKey)
      return holder?.name === name
    },
    release: async () => {
      released = true
      const held = client
      client = null
      await Promise.race([held?.end(), sleep(answerWithinMs, undefined, { ref: false })])
    },
  }
}

/**
 * One try on a new connection.
 * @throws StartError where another server holds the lock; any other error may go by
 */
async function take(url: string, name: string): Promise<pg.Client> {
  const client = await connect(url, name)
  try {
    if (await tryLock(client)) return client
    const holder = await findHolder(client)
    if (holder && holder.name !== name) {
      throw new StartError('Another Actoscope server has taken over the database')
    }
    if (holder) await query(client, 'SELECT pg_terminate_backend($1)', [holder.pid])
    throw new Error('the database has not noticed yet that the connection before is gone')
  } catch (error) {
    void client.end().catch(() => {})
    throw error
  }
}

async function connect(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectWithinMs,
    application_name: name,
    keepAlive: true,
  })
  // Whoever uses it hears of its end by a query that fails, or by a listener of its own.
  client.on('error', () => {})
  await client.connect()
  return client
}

async function connectPatiently(url: string, name: string): Promise<pg.Client> {
  const deadline = performance.now() + recoverForMs
  for (;;) {
    try {
      return await connect(url, name)
    } catch (cause) {
      const isStarting = (cause as { code?: string }).code === '57P03'
      if (!isStarting || performance.now() > deadline) {
        throw new StartError(`The database cannot be reached: ${describe(cause as Error)}`, { cause })
      }
      await sleep(250)
    }
  }
}

async function takePatiently(client: pg.Client): Promise<void> {
  const deadline = performance.now() + takeForMs
  while (!(await tryLock(client))) {
    if (performance.now() > deadline)
      throw new StartError('Another Actoscope server is working on this database')
    await sleep(250)
  }
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const [row] = await query<{ taken: boolean }>(client, 'SELECT pg_try_advisory_lock($1) AS taken', [
    String(serverLock),
  ])
  return row?.taken ?? false
}

interface Holder {
  pid: number
  name: string | null
}

const holderOf = `SELECT pid, application_name AS name FROM pg_locks JOIN pg_stat_activity USING (pid)
  WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = $1::int8 AND objid = $2::int8
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
/** As the database shows it: two halves. */
const lockKey = [serverLock >> 32n, serverLock & 0xffff_ffffn]

/** The connection that holds the lock; null where it has just been given back. */
async function findHolder(client: pg.Client): Promise<Holder | null> {
  const [row] = await query<Holder & pg.QueryResultRow>(client, holderOf, lockKey.map(String))
  return row ?? null
}

async function query<Row extends pg.QueryResultRow>(
  client: pg.Client,
  text: string,
  values: unknown[],
): Promise<Row[]> {
  const config: pg.QueryConfig & { query_timeout: number } = { text, values, query_timeout: answerWithinMs }
  return (await client.query<Row>(config)).rows
}

/** A refused connection to several addresses comes as an AggregateError without a message of its own. */
function describe(error: Error): string {
  return error instanceof AggregateError
    ? error.errors.map((each: Error) => each.message).join('; ')
    : error.message
}
