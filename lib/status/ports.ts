import type { ServerProblemCode } from '#lib/contracts/status.ts'

/** What a look at the database can find wrong. */
export type DatabaseProblem = Extract<
  ServerProblemCode,
  'database_unreachable' | 'database_busy' | 'disk_full'
>

/** The database, as far as a monitor looks at it. */
export interface Watched {
  /** Null once it has answered over a connection that is there already, or what is wrong. */
  probe(): Promise<DatabaseProblem | null>
  /** Null once it has written something over a connection that everybody shares, or what is wrong. */
  probeWriting(): Promise<DatabaseProblem | null>
  /** Hears of what others found wrong; the answer ends it. */
  listen(listener: (problem: DatabaseProblem) => void): () => void
}
