/** What a server answers about a run at a step: of the newest step at or before it that it knows something of. */
export interface LookAnswer {
  /** Of what is answered; null where there is nothing at or before the step. */
  step: number | null
  /** Every step that there is something of, ascending. */
  steps: readonly number[]
}

/** An answer, and the run that it is about. */
export interface Held<T> {
  runId: string
  answer: T
}

/** Answers kept: enough to go back and forth over a run. */
const mostKept = 64

/** Answers about runs by their steps, so that a playhead that comes back is answered at once. */
export class LookCache<T extends LookAnswer> {
  readonly #kept = new Map<string, Held<T>>()
  readonly #steps = new Map<string, readonly number[]>()

  /** Keeps an answer; what it says of steps replaces what was known. */
  add(held: Held<T>): void {
    const key = `${held.runId} ${held.answer.step}`
    this.#kept.delete(key)
    this.#kept.set(key, held)
    this.#steps.set(held.runId, held.answer.steps)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
  }

  /** The answer that a step would get, as far as is known; null where it has to be asked for. */
  find(runId: string, step: number): Held<T> | null {
    const steps = this.#steps.get(runId)
    if (!steps) return null
    return this.#kept.get(`${runId} ${steps.findLast((known) => known <= step) ?? null}`) ?? null
  }

  /** Whether a step lies after everything that is known of the run. */
  isBeyond(runId: string, step: number): boolean {
    return step > (this.#steps.get(runId)?.at(-1) ?? -1)
  }
}
