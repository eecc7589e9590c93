/** The newest of what is announced now and then, as an external store for React; null while nothing was. */
export class Latest<Value> {
  #value: Value | null = null
  readonly #listeners = new Set<() => void>()

  readonly set = (value: Value | null): void => {
    if (value === this.#value) return
    this.#value = value
    for (const listener of this.#listeners) listener()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): Value | null => this.#value
}
