import { setTimeout as sleep } from 'node:timers/promises'
import { audit, auditCharts, auditLogs, type Judgement, judge, wrongfulFailure } from './audit.ts'
import { createDice } from './dice.ts'
import { Journal } from './journal.ts'
import { type Kill, killAndRecover } from './kills.ts'
import type { Dish } from './menu.ts'
import { trainReferences } from './references.ts'
import { Site } from './site.ts'
import { readStoredLog } from './stored-log.ts'
import { openListener, openPage } from './viewers.ts'
import { Workload } from './workload.ts'

export interface Plan {
  seed: number
  dishes: readonly Dish[]
  /** What to kill in each round; ends where it ends. */
  rounds: Iterable<Kill>
  /** Things that the team does meanwhile. */
  actsPerRound: number
  say(line: string): void
}

export interface Report {
  kills: Kill[]
  violations: string[]
  /** Frames that somebody saw live; each was found in the log. */
  framesHeard: number
  runs: Judgement[]
}

/**
 * Kills at seeded moments while a team works, looks after each kill whether everything is there that was acknowledged,
 * and in the end whether every run came out as if nothing had happened.
 */
export async function runCampaign({ seed, dishes, rounds, actsPerRound, say }: Plan): Promise<Report> {
  const site = await Site.open()
  const journal = new Journal()
  const page = openPage(site)
  const viewers = [page, openListener(site, journal)]
  try {
    const references = await trainReferences(site, dishes)
    say(
      `references: ${[...references].map(([name, { frames }]) => `${name} ${frames.length} frames`).join(', ')}`,
    )
    const dice = { kill: createDice(seed, 0), team: createDice(seed, 1) }
    const workload = new Workload({ site, journal, dice: dice.team, references, dishes, viewers })
    const done: Kill[] = []
    for (const kill of rounds) {
      await workload.topUp()
      const team = async () => {
        for (let i = 0; i < actsPerRound; i++) await workload.act()
      }
      const killer = async () => {
        await sleep(dice.kill.between(0, 1500))
        if (dice.kill.chance(0.3)) dice.kill.pick(viewers).cut()
        await killAndRecover(kill, site, dice.kill, () => auditLogs(site, journal))
      }
      await Promise.all([team(), killer()])
      done.push(kill)
      const looked = await audit(site, journal)
      for (const run of await workload.runs(({ state }) => state === 'failed')) {
        const wrong = await wrongfulFailure(site, run)
        if (wrong) journal.complain(`Run ${run.id}: ${wrong}`)
      }
      const { entries, framesHeard } = journal
      say(
        `round ${done.length}: ${kill}; ${entries.size} runs are there, ${looked} looked through, ${framesHeard} frames seen`,
      )
      if (journal.violations.length > 0) break
    }
    if (journal.violations.length === 0) await workload.finish()
    if (journal.violations.length === 0) await workload.replayOthers()
    const runs: Judgement[] = []
    for (const run of await workload.runs(({ state }) => state === 'completed')) {
      runs.push(await judge(site, journal, references, run))
      await auditCharts(viewers, journal, run.id, await readStoredLog(site, run.id))
    }
    await audit(site, journal, { all: true })
    return { kills: done, violations: journal.violations, framesHeard: journal.framesHeard, runs }
  } finally {
    for (const viewer of viewers) viewer.close()
    if (journal.violations.length > 0)
      say(`kept to be looked at: ${site.folder}\n${site.server.output().slice(-3000)}`)
    await site.close({ keep: journal.violations.length > 0 })
  }
}
