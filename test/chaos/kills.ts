import { setTimeout as sleep } from 'node:timers/promises'
import type { Dice } from './dice.ts'
import type { Site } from './site.ts'

/** Ways to die, each with how the site comes back from it. */
const kills = {
  /** A thread that trains. */
  thread: async (site: Site) => site.killThread(),

  /** The server's process, which leaves its database behind. */
  server: async (site: Site, _dice: Dice, whileDown: () => Promise<void>) => {
    await site.end('SIGKILL')
    await whileDown()
    await site.start()
  },

  /** PostgreSQL, under a server that lives on. */
  database: async (site: Site) => site.killDatabase(),

  /** One of PostgreSQL's processes: it ends the others itself, and recovers. */
  backend: (site: Site) => site.killBackend(),

  /** A thread, PostgreSQL and the server, at the same moment. */
  everything: async (site: Site) => {
    site.killThread()
    site.killDatabase()
    await site.end('SIGKILL')
    await site.start()
  },

  /** The server, and the next one before it is well. */
  start: async (site: Site, dice: Dice, whileDown: () => Promise<void>) => {
    await site.end('SIGKILL')
    await whileDown()
    await site.startAndKill(dice.between(50, 1500))
    await site.start()
  },

  /** No kill: PostgreSQL stands still for a minute. */
  freeze: async (site: Site) => {
    const thaw = await site.freezeDatabase()
    await sleep(60_000)
    thaw()
  },

  /** No kill: the server is asked to end, which costs no run a death. */
  drain: async (site: Site) => {
    await site.end('SIGTERM')
    await site.start()
  },
} as const satisfies Record<string, (site: Site, dice: Dice, whileDown: () => Promise<void>) => Promise<void>>

export type Kill = keyof typeof kills
export const killNames = Object.keys(kills) as Kill[]

/**
 * Kills, and waits until the site is well again.
 *
 * @param whileDown called where only the database lives: what it holds then is all that is left
 */
export async function killAndRecover(
  kill: Kill,
  site: Site,
  dice: Dice,
  whileDown: () => Promise<void>,
): Promise<void> {
  await kills[kill](site, dice, whileDown)
  await site.untilReady()
}
