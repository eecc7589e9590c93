import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { StartError } from '#lib/errors.ts'
import { PrismaClient } from './client/client.ts'
import { migrate } from './migrate.ts'

/** Held for as long as a server works on a database; any number that nobody else uses. */
const serverLock = 5_297_402_117

/** A database that takes longer for its shortest answer counts as unreachable. */
const answerWithinMs = 2000
const connectWithinMs = 10_000
/** A statement without an answer; the longest real one reads a million frames in about a second. */
const queryWithinMs = 20_000
/** For transactions on a busy machine; Prisma's own limits are shorter than a pause of the event loop can be. */
const transactionOptions = { maxWait: 30_000, timeout: 60_000 }

export interface Database {
  url: string
  prisma: PrismaClient
  /** The connections that Prisma uses, for what it would copy as text on the way: states of checkpoints. */
  pool: pg.Pool
  /** Whether the database answers now. */
  reachable(): Promise<boolean>
  close(): Promise<void>
}

/**
 * Connects, makes sure that no other server works on this database, and applies what migrations are missing.
 * `onLost` is called where the connection that holds the server's lock breaks.
 * @throws StartError where it is unreachable, taken, or cannot be migrated
 */
export async function openDatabase(
  url: string,
  migrations: string,
  onLost: (error: Error) => void,
): Promise<Database> {
  const client = await connect(url)
  client.on('error', onLost)
  try {
    await takeLock(client)
    await migrate(client, migrations)
  } catch (error) {
    client.off('error', onLost)
    await client.end()
    throw error
  }
  const connectionTimeoutMillis = connectWithinMs
  const pool = new pg.Pool({
    connectionString: url,
    max: 16,
    connectionTimeoutMillis,
    query_timeout: queryWithinMs,
    application_name: 'actoscope',
  })
  // A connection that breaks while nobody uses it: the pool opens another.
  pool.on('error', () => {})
  const adapter = new PrismaPg(pool)
  const prisma = new PrismaClient({ adapter, transactionOptions })
  return {
    url,
    prisma,
    pool,
    reachable: () => {
      const answer = prisma.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      )
      return Promise.race([answer, sleep(answerWithinMs, false)])
    },
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
      client.off('error', onLost)
      client.on('error', () => {})
      await client.end()
    },
  }
}

/** Waits for a database that is still recovering from a crash. */
async function connect(url: string): Promise<pg.Client> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: connectWithinMs,
      application_name: 'actoscope lock',
    })
    try {
      await client.connect()
      return client
    } catch (cause) {
      const isStarting = (cause as { code?: string }).code === '57P03'
      if (!isStarting || Date.now() > deadline) {
        throw new StartError(`The database cannot be reached: ${describe(cause as Error)}`, { cause })
      }
      await sleep(250)
    }
  }
}

/** A server that was just killed holds its lock until the database sees its connection close. */
async function takeLock(client: pg.Client): Promise<void> {
  const deadline = Date.now() + 5_000
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      serverLock,
    ])
    if (rows[0]?.taken) return
    if (Date.now() > deadline) throw new StartError('Another Actoscope server is working on this database')
    await sleep(250)
  }
}

/** A refused connection to several addresses comes as an AggregateError without a message of its own. */
function describe(error: Error): string {
  return error instanceof AggregateError
    ? error.errors.map((each: Error) => each.message).join('; ')
    : error.message
}
