import type { Run } from '#lib/contracts/run.ts'
import type { Model } from './model.ts'
import type { Tensors } from './safetensors.ts'

/** Where models and weights come from. */
export interface ModelPort {
  open(config: Run['config']): Promise<Model>
  fetchWeights(runId: string, step: number, signal: AbortSignal): Promise<Tensors>
}

/** A run and the step at which it is asked; null while it has no weights to ask. */
export interface WantedModel {
  run: Pick<Run, 'id' | 'config'>
  step: number | null
}

/** What is at hand of a run; a new object whenever weights were loaded. */
export interface ShelvedModel {
  /** Null until weights were loaded once; then it stays while others are awaited. */
  ready: { model: Model; step: number } | null
  /** Why the wanted step could not be loaded; null where it can or is on its way. */
  failure: string | null
}

/** Most bytes of weights that are kept, so that a step one comes back to is there at once. */
const mostBytes = 2 ** 26
const nothing: ShelvedModel = { ready: null, failure: null }

interface Place {
  model: Promise<Model> | null
  wanted: number | null
  request: AbortController | null
  shown: ShelvedModel
}

/**
 * The models of some runs, each with the weights of the step that is wanted. An older question is dropped once a newer
 * one is asked; what was shown stays until the newer answer has come.
 */
export class ModelShelf {
  readonly #port: ModelPort
  readonly #places = new Map<string, Place>()
  readonly #listeners = new Set<() => void>()
  /** Oldest use first. */
  readonly #kept = new Map<string, Tensors>()
  #wanted: readonly WantedModel[] = []
  #snapshot: readonly ShelvedModel[] = []

  constructor(port: ModelPort) {
    this.#port = port
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** In the order in which they are wanted. */
  readonly snapshot = (): readonly ShelvedModel[] => this.#snapshot

  want(wanted: readonly WantedModel[]): void {
    this.#wanted = wanted
    for (const { run, step } of wanted) {
      const place = this.#places.get(run.id) ?? { model: null, wanted: null, request: null, shown: nothing }
      this.#places.set(run.id, place)
      if (step === null || step === place.wanted) continue
      place.wanted = step
      void this.#load(place, run, step)
    }
    if (this.#snapshot.length !== wanted.length) this.#publish()
  }

  /** Asks again for what could not be loaded. */
  retry(): void {
    for (const place of this.#places.values()) if (place.shown.failure !== null) place.wanted = null
    this.want(this.#wanted)
  }

  /** Drops what is on its way. */
  close(): void {
    for (const place of this.#places.values()) {
      place.request?.abort()
      place.wanted = place.shown.ready?.step ?? null
    }
  }

  async #load(place: Place, run: WantedModel['run'], step: number): Promise<void> {
    place.request?.abort()
    const request = new AbortController()
    place.request = request
    try {
      place.model ??= this.#port.open(run.config)
      const tensors = await this.#weights(run.id, step, request.signal)
      const model = await place.model
      if (request.signal.aborted) return
      model.load(tensors)
      place.shown = { ready: { model, step }, failure: null }
    } catch (error) {
      if (request.signal.aborted) return
      place.shown = { ...place.shown, failure: error instanceof Error ? error.message : String(error) }
    }
    this.#publish()
  }

  async #weights(runId: string, step: number, signal: AbortSignal): Promise<Tensors> {
    const key = `${runId} ${step}`
    const tensors = this.#kept.get(key) ?? (await this.#port.fetchWeights(runId, step, signal))
    this.#kept.delete(key)
    this.#kept.set(key, tensors)
    const sizes = [...this.#kept].map(([each, held]) => [each, bytesOf(held)] as const)
    let total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
    for (const [oldest, bytes] of sizes.slice(0, -1)) {
      if (total <= mostBytes) break
      this.#kept.delete(oldest)
      total -= bytes
    }
    return tensors
  }

  #publish(): void {
    this.#snapshot = this.#wanted.map(({ run }) => this.#places.get(run.id)?.shown ?? nothing)
    for (const listener of this.#listeners) listener()
  }
}

function bytesOf(tensors: Tensors): number {
  return [...tensors.values()].reduce((sum, values) => sum + values.byteLength, 0)
}
