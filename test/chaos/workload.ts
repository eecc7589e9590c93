import { setTimeout as sleep } from 'node:timers/promises'
import { memberHeader } from '#lib/contracts/member.ts'
import type { Run, RunRequest } from '#lib/contracts/run.ts'
import type { Dice } from './dice.ts'
import type { Entry, Journal, Yardstick } from './journal.ts'
import { type Dish, forkChanges, menu } from './menu.ts'
import { forkOf, type References } from './references.ts'
import { insist } from './requests.ts'
import type { Site } from './site.ts'
import type { Viewer } from './viewers.ts'

interface Parts {
  site: Site
  journal: Journal
  dice: Dice
  references: References
  dishes: readonly Dish[]
  viewers: readonly Viewer[]
}

/** Runs that have not ended, as many as there are always. */
const busyRuns = 4
const members = ['Ada', 'Grace', 'Katherine']

/** A team that never stops: it makes runs and does with them whatever can be done, and writes down what was answered. */
export class Workload {
  readonly #parts: Parts
  #count = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Sees to it that there is something to kill. */
  async topUp(): Promise<void> {
    const { dice, dishes } = this.#parts
    while ((await this.runs((run) => run.state === 'queued' || run.state === 'running')).length < busyRuns) {
      await this.#create(dice.pick(dishes))
    }
  }

  /** One thing that a team does; which one the dice say. */
  async act(): Promise<void> {
    const { dice } = this.#parts
    await sleep(dice.between(0, 200))
    await dice.pick(this.#acts)()
  }

  /** Lets go on what was paused, and begins again what has failed after three deaths, until everything has ended. */
  async finish(): Promise<void> {
    const deadline = performance.now() + 300_000
    for (;;) {
      const open = await this.runs((run) => run.state !== 'completed')
      if (open.length === 0) return
      for (const run of open) {
        if (run.state === 'paused') await this.#ask(run, 'resume')
        if (run.state === 'failed' || run.state === 'stopped') await this.#ask(run, 'retry')
      }
      if (performance.now() > deadline) {
        const names = open.map(({ id, state, progress }) => `${id} ${state} at step ${progress.step}`)
        throw new Error(`These do not end: ${names.join(', ')}`)
      }
      await sleep(300)
    }
  }

  /** Repeats what no reference can judge, now that nobody disturbs; answers the replays. */
  async replayOthers(): Promise<Run[]> {
    const others = await this.runs((_run, { yardstick }) => yardstick === 'replay')
    const replays = await Promise.all(others.map((run) => this.#replay(run)))
    await this.finish()
    return this.runs((run) => replays.some((replay) => replay?.id === run.id))
  }

  /** The acknowledged runs that are not deleted, as the API tells of them now. */
  async runs(wanted: (run: Run, entry: Entry) => boolean): Promise<Run[]> {
    const { site, journal } = this.#parts
    const present = [...journal.entries.values()].filter(({ deleted }) => !deleted)
    const found = await Promise.all(
      present.map(async (entry) => {
        const { status, body } = await insist<Run>(site, { method: 'GET', path: `/runs/${entry.id}` })
        if (status === 200) return wanted(body, entry) ? [body] : []
        journal.complain(`Run ${entry.id} was acknowledged; it is answered with ${status}`)
        return []
      }),
    )
    return found.flat()
  }

  get #acts(): (() => Promise<void>)[] {
    const { dice } = this.#parts
    const going = (run: Run) => run.state === 'running' || run.state === 'queued'
    return [
      () => this.#create(dice.pick(this.#parts.dishes)),
      () => this.#withOne(going, (run) => this.#ask(run, 'pause')),
      () =>
        this.#withOne(
          (run) => run.state === 'paused',
          (run) => this.#ask(run, 'resume'),
        ),
      () => this.#withOne(going, (run) => this.#ask(run, 'stop')),
      () =>
        this.#withOne(
          (run) => run.state === 'stopped' || run.state === 'failed',
          (run) => this.#ask(run, 'retry'),
        ),
      () => this.#withOne(going, (run) => this.#change(run, { priority: Math.round(dice.between(-5, 5)) })),
      () => this.#withOne(going, (run) => this.#change(run, { name: `renamed ${++this.#count}` })),
      // A replay would no longer repeat.
      () =>
        this.#withOne(
          (run) => going(run) && run.replay === null,
          (run) => this.#setLearningRates(run),
        ),
      () => this.#withOne(going, (run) => this.#fork(run, true)),
      () =>
        this.#withOne(
          (run) => run.state === 'completed' && run.fork === null,
          (run) => this.#fork(run, false),
        ),
      () =>
        this.#withOne(
          (run) => run.state === 'completed' && run.replay === null,
          async (run) => void (await this.#replay(run)),
        ),
      () =>
        this.#withOne(
          (run) => run.state === 'completed',
          (run) => this.#deleteAndRestore(run),
        ),
    ]
  }

  /** Does something with one of the runs that are as wanted; nothing where there is none. */
  async #withOne(wanted: (run: Run) => boolean, action: (run: Run) => Promise<void>): Promise<void> {
    const fitting = await this.runs(wanted)
    if (fitting.length > 0) await action(this.#parts.dice.pick(fitting))
  }

  async #create(dish: Dish): Promise<void> {
    const request: RunRequest = { ...menu[dish], name: `${dish} ${++this.#count}` }
    await this.#make('/runs', request, { reference: dish })
  }

  async #fork(run: Run, whenDone: boolean): Promise<void> {
    const yardstick = this.#parts.journal.entries.get(run.id)?.yardstick
    if (!yardstick || yardstick === 'replay' || run.fork) return
    const dish = yardstick.reference as Dish
    const body = { config: forkChanges(dish), whenDone }
    await this.#make(`/runs/${run.id}/fork`, body, { reference: forkOf(dish) })
  }

  #replay(run: Run): Promise<Run | null> {
    const { yardstick } = this.#parts.journal.entries.get(run.id)!
    return this.#make(`/runs/${run.id}/replay`, {}, yardstick)
  }

  /** Whatever happens on the way, one key makes one run. */
  async #make(path: string, body: RunRequest | object, yardstick: Yardstick): Promise<Run | null> {
    const { site, journal, viewers } = this.#parts
    const headers = { ...this.#asMember(), 'idempotency-key': `chaos-${++this.#count}` }
    const made = await insist<Run>(site, { method: 'POST', path, body, headers })
    if (made.status === 409) return null
    if (made.status >= 300) {
      throw new Error(`POST ${path} answered ${made.status}: ${JSON.stringify(made.body)}`)
    }
    if (made.status === 200 && !made.unsure) journal.complain(`POST ${path}: a new key had made a run before`)
    journal.enter(made.body, yardstick)
    for (const viewer of viewers) viewer.follow(made.body)
    return made.body
  }

  /** An action by its name. Where it does not apply any more, it may have been done by a try without an answer. */
  async #ask(run: Run, action: string, more: object = {}): Promise<void> {
    const { site, journal } = this.#parts
    const reason = `chaos ${++this.#count}`
    const entry = journal.entries.get(run.id)!
    const path = `/runs/${run.id}/${action}`
    const body = { reason, ...more }
    const { status, unsure } = await insist(site, { method: 'POST', path, body, headers: this.#asMember() })
    if (status === 200 || status === 202) {
      // A second try of what was done already is no second event.
      if (!unsure) entry.reasons.push(reason)
    } else if (status !== 409) journal.complain(`POST ${path} answered ${status}`)
  }

  async #change(run: Run, patch: { name?: string; priority?: number }): Promise<void> {
    const { site, journal } = this.#parts
    const path = `/runs/${run.id}`
    const { status } = await insist(site, { method: 'PATCH', path, body: patch, headers: this.#asMember() })
    if (status === 200) Object.assign(journal.entries.get(run.id)!, patch)
    else journal.complain(`PATCH ${path} answered ${status}`)
  }

  /** Several, as somebody does who drags a slider. */
  async #setLearningRates(run: Run): Promise<void> {
    const { dice } = this.#parts
    this.#judgeByReplay(run.id)
    for (let i = 0; i < 3; i++) {
      await this.#ask(run, 'learning-rate', { learningRate: dice.between(0.001, 0.01) })
      await sleep(dice.between(0, 60))
    }
  }

  /** No reference has learning rates that were set on the way; nor has what goes on from such a run, or repeats it. */
  #judgeByReplay(id: string): void {
    const { entries } = this.#parts.journal
    entries.get(id)!.yardstick = 'replay'
    for (const entry of entries.values()) if (entry.parent === id) this.#judgeByReplay(entry.id)
  }

  async #deleteAndRestore(run: Run): Promise<void> {
    const { site, journal } = this.#parts
    const entry = journal.entries.get(run.id)!
    Object.assign(entry, { deleted: true, everDeleted: true })
    await insist(site, { method: 'DELETE', path: `/runs/${run.id}` })
    const gone = await insist(site, { method: 'GET', path: `/runs/${run.id}` })
    if (gone.status !== 404) journal.complain(`Run ${run.id} was deleted; it is answered with ${gone.status}`)
    const back = await insist(site, { method: 'POST', path: `/runs/${run.id}/restore`, body: {} })
    if (back.status >= 400 && !back.unsure) {
      journal.complain(`Run ${run.id} was deleted; POST restore answered ${back.status}`)
    }
    entry.deleted = false
  }

  #asMember(): Record<string, string> {
    return { [memberHeader]: this.#parts.dice.pick(members) }
  }
}
