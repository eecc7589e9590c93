import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '#lib/errors.ts'
import type { Log } from '#lib/log.ts'
import { openCluster, openPlace, type Place } from './cluster.ts'
import { type Postmaster, startPostmaster, stopPostmaster } from './postmaster.ts'

/** How long starting is tried again: right after a kill, what is left of the server before is in the way. */
const startForMs = 15_000
const shortestPauseMs = 250
const longestPauseMs = 4000
/** A server that lived that long was well: where it dies, it is started again without a pause. */
const wellAfterMs = 10_000

/** A private PostgreSQL of ours, reached over a Unix socket alone. */
export interface EmbeddedPostgres {
  url: string
  /** The folder that it writes to. */
  folder: string
  /** Whether it ran already. */
  adopted: boolean
  /** From now on it is started again whenever it has died. For who holds the server's lock. */
  supervise(log: Log): void
  /** No longer looks after it, and leaves it as it is. */
  leave(): void
  /** Ends the server once its clients are gone or cut off; nothing committed is lost. */
  stop(): Promise<void>
}

/**
 * Starts the database server inside the data folder, made first where there is none. A server that outlived
 * its Actoscope (which was killed) is adopted; one that was killed too recovers.
 * @throws StartError with the reason on one line
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await openPlace(dataDir)
  await openCluster(place)
  const first = await startPatiently(place)
  const supervisor = createSupervisor(place, first)
  const { url, folder, sockets } = place
  return {
    url,
    folder,
    adopted: first.adopted,
    supervise: supervisor.begin,
    leave: supervisor.leave,
    stop: async () => {
      await supervisor.end()
      await stopPostmaster(place)
      if (!sockets.startsWith(folder)) rmSync(sockets, { recursive: true, force: true })
    },
  }
}

async function startPatiently(place: Place): Promise<Postmaster> {
  const deadline = performance.now() + startForMs
  for (;;) {
    try {
      return await startPostmaster(place)
    } catch (cause) {
      if (performance.now() > deadline) {
        throw new StartError(`PostgreSQL did not start: ${(cause as Error).message}`, { cause })
      }
      await sleep(shortestPauseMs)
    }
  }
}

/** Starts the server again, for as long as that takes: what is in the way, as a full disk, may go by itself. */
function createSupervisor(place: Place, first: Postmaster) {
  let over = false
  let starting: Promise<Postmaster | null> = Promise.resolve(first)
  let pause = shortestPauseMs

  const rest = async (): Promise<void> => {
    await sleep(pause, undefined, { ref: false })
    pause = Math.min(2 * pause, longestPauseMs)
  }

  const startAgain = async (log: Log): Promise<Postmaster | null> => {
    while (!over) {
      try {
        return await startPostmaster(place)
      } catch (error) {
        log.error({ error }, 'the database server could not be started again')
        await rest()
      }
    }
    return null
  }

  const begin = async (log: Log): Promise<void> => {
    for (let current: Postmaster | null = first; current; current = await starting) {
      const since = performance.now()
      await current.died.catch(() => {})
      if (over) return
      log.error('the database server has died')
      if (performance.now() - since > wellAfterMs) pause = shortestPauseMs
      else await rest()
      starting = startAgain(log)
    }
  }

  return {
    begin: (log: Log): void => {
      void begin(log)
    },
    leave: (): void => {
      over = true
    },
    /** Waits for a start that is under way: nothing may be left behind. */
    end: async (): Promise<void> => {
      over = true
      await starting
    },
  }
}
