import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { AppError, type StartError } from '#lib/errors.ts'
import type { SqlTransaction } from '#lib/runs/ports.ts'
import { PrismaClient } from './client/client.ts'
import { type DatabaseFault, faultOf } from './faults.ts'
import { migrate } from './migrate.ts'
import { takeServerLock } from './server-lock.ts'

const connectWithinMs = 10_000
/** A statement without an answer; the longest real one reads a million frames in about a second. */
const queryWithinMs = 20_000
const connections = 16
/** For transactions on a busy machine; Prisma's own limits are shorter than a pause of the event loop can be. */
const transactionOptions = { maxWait: 30_000, timeout: 60_000 }
const writeSomething = `INSERT INTO setting (name, value) VALUES ('written', to_jsonb(now()))
  ON CONFLICT (name) DO UPDATE SET value = excluded.value`

export interface Database {
  url: string
  prisma: PrismaClient
  /** The connections that Prisma uses, for what it would copy as text on the way: states of checkpoints. */
  pool: pg.Pool
  /** Null once the database has answered over the connection that holds the server's lock, or why it did not. */
  probe(): Promise<DatabaseFault | null>
  /**
   * To be called in transactions that decide about runs of which another server could hold the claim: a server that was
   * frozen may wake after another has taken its database.
   * @throws AppError unavailable where this server does not hold the lock
   */
  ensureOwner(tx: SqlTransaction): Promise<void>
  /** Null once something was written over one of the connections that everybody uses, or why it was not. */
  probeWriting(): Promise<DatabaseFault | null>
  /** To be told of every failure of the database that a store meets. */
  onFault(fault: DatabaseFault): void
  /** Hears of those failures, and of a server's lock that is lost; the answer ends it. */
  listen(listener: (fault: DatabaseFault) => void): () => void
  close(): Promise<void>
}

/**
 * Connects, makes sure that no other server works on this database, and applies what migrations are missing. Where
 * connections break later, they are made again; `onTaken` is called where another server has taken the database
 * meanwhile.
 * @throws StartError where it is unreachable, taken, or cannot be migrated
 */
export async function openDatabase(
  url: string,
  migrations: string,
  onTaken: (error: StartError) => void,
): Promise<Database> {
  const listeners = new Set<(fault: DatabaseFault) => void>()
  const onFault = (fault: DatabaseFault): void => {
    for (const listener of listeners) listener(fault)
  }
  const lock = await takeServerLock(
    url,
    async (client) => {
      await migrate(client, migrations)
    },
    { onTaken, onLost: () => onFault('database_unreachable') },
  )
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: connectWithinMs,
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
    probe: () => faultIn(lock.probe()),
    ensureOwner: async (tx) => {
      if (await lock.isHeld(tx)) return
      throw new AppError('unavailable', 'This server does not hold its database for the moment; try again')
    },
    probeWriting: () => faultIn(pool.query(writeSomething)),
    onFault,
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      await prisma.$disconnect()
      await pool.end()
      await lock.release()
    },
  }
}

function faultIn(action: Promise<unknown>): Promise<DatabaseFault | null> {
  return action.then(
    () => null,
    (error) => faultOf(error) ?? 'database_unreachable',
  )
}
