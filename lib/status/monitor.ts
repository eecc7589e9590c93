import type { ServerProblemCode, ServerStatus } from '#lib/contracts/status.ts'
import type { DatabaseProblem, Watched } from './ports.ts'

const lookEveryMs = 1000
/** Looks of which one writes something while all is well. */
const writeEvery = 10
/** A database that takes longer for its shortest answer counts as unreachable. */
const answerWithinMs = 2000
/** For a connection of the shared ones, and a small write. */
const writeWithinMs = 5000
/** How long it is said that the clock was set back, and by how much at least. */
const clockToldForMs = 5 * 60_000
const clockTolerance = 1000

const words: Record<ServerProblemCode, string> = {
  database_unreachable: 'The database does not answer. Trainings wait; nothing that was acknowledged is lost',
  database_busy: 'All connections to the database are taken. Trainings wait until one is free',
  disk_full: 'There is no space left for the database. Trainings wait until there is some',
  stopping: 'The server ends; what it trains goes on when it has started again',
  clock_set_back:
    'The clock of this machine was set back. Times that are shown may be out of order; nothing else is',
}

interface Parts {
  database: Watched
  /** Bytes that are free where the database writes; null where nobody can say. */
  freeSpace(): Promise<number | null>
  /** Free bytes below which the disk counts as full. */
  leastSpace: number
  /** Milliseconds since 1970, and since some moment of a clock that nobody sets. */
  clocks?: { wall(): number; steady(): number }
  publish(status: ServerStatus): void
  /** Milliseconds that the database took for its shortest answer. */
  onLatency?(milliseconds: number): void
}

export interface StatusMonitor {
  current(): ServerStatus
  /** Looks no more, and tells that the server ends. */
  end(): void
}

/** Looks every second whether the server can accept and train runs, and tells when that changes. */
export function monitorStatus(parts: Parts): StatusMonitor {
  const { database, publish } = parts
  const clock = watchClock(parts.clocks ?? { wall: Date.now, steady: () => performance.now() })
  let status: ServerStatus = { ready: true, problems: [] }
  let told: DatabaseProblem | null = null
  let looks = 0
  let looking = false
  let ended = false

  const tell = (codes: readonly ServerProblemCode[]): void => {
    const ready = codes.every((code) => code === 'clock_set_back')
    const next = { ready, problems: codes.map((code) => ({ code, message: words[code] })) }
    if (JSON.stringify(next) === JSON.stringify(status)) return
    status = next
    publish(status)
  }

  const look = async (): Promise<void> => {
    // Writing is tried where there is doubt, and now and then.
    const tryWriting = told !== null || !status.ready || looks++ % writeEvery === 0
    const problems = await findProblems(parts, told, tryWriting)
    told = null
    if (ended) return
    tell([...problems, ...(clock.wasSetBack() ? (['clock_set_back'] as const) : [])])
  }

  const lookOnce = (): void => {
    if (looking) return
    looking = true
    void look()
      .catch(() => {})
      .finally(() => {
        looking = false
      })
  }
  const timer = setInterval(lookOnce, lookEveryMs)
  const silence = database.listen((problem) => {
    told = problem
    lookOnce()
  })
  return {
    current: () => status,
    end: () => {
      ended = true
      clearInterval(timer)
      silence()
      tell(['stopping'])
    },
  }
}

/** @param told what a store has met since the last look */
async function findProblems(
  { database, freeSpace, leastSpace, onLatency }: Parts,
  told: DatabaseProblem | null,
  tryWriting: boolean,
): Promise<DatabaseProblem[]> {
  const free = await freeSpace().catch(() => null)
  const isFull = told === 'disk_full' || (free !== null && free < leastSpace)
  const began = performance.now()
  const silent = await within(answerWithinMs, database.probe(), 'database_unreachable')
  // A database that cannot write its log ends itself, and starts once it can.
  if (silent) return isFull && silent !== 'disk_full' ? [silent, 'disk_full'] : [silent]
  onLatency?.(performance.now() - began)
  if (free !== null && free < leastSpace) return ['disk_full']
  const stuck = tryWriting
    ? await within(writeWithinMs, database.probeWriting(), told ?? 'database_busy')
    : null
  return stuck ? [stuck] : []
}

/** What the probe finds, or `late` where it takes longer. */
async function within(
  ms: number,
  probe: Promise<DatabaseProblem | null>,
  late: DatabaseProblem,
): Promise<DatabaseProblem | null> {
  const { promise: over, resolve } = Promise.withResolvers<DatabaseProblem>()
  // After a pause of the event loop the answer may be there and only not read yet: that comes before an immediate.
  const timer = setTimeout(() => setImmediate(resolve, late), ms)
  return Promise.race([probe, over]).finally(() => clearTimeout(timer))
}

/** Compares the clock with one that nobody sets. */
function watchClock({ wall, steady }: NonNullable<Parts['clocks']>) {
  let offset = wall() - steady()
  let toldUntil = Number.NEGATIVE_INFINITY
  return {
    wasSetBack: (): boolean => {
      const now = wall() - steady()
      if (now < offset - clockTolerance) toldUntil = steady() + clockToldForMs
      offset = now
      return steady() < toldUntil
    },
  }
}
