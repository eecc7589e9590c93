/** Where a stack of charts is read: under the pointer, else where it was put, else at the latest point. */
export interface CrosshairPosition {
  hovered: number | null
  pinned: number | null
}

/** One crosshair for a whole stack, outside React, so that moving it redraws readings only and never a line. */
export class Crosshair {
  #position: CrosshairPosition
  readonly #listeners = new Set<() => void>()

  /** @param pinned where it was put before anybody moved it */
  constructor(pinned: number | null = null) {
    this.#position = { hovered: null, pinned }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly snapshot = (): CrosshairPosition => this.#position

  hover(x: number | null): void {
    if (x !== this.#position.hovered) this.#move({ ...this.#position, hovered: x })
  }

  /** Null lets go: the crosshair stays with the latest point. */
  pin(x: number | null): void {
    this.#move({ hovered: null, pinned: x })
  }

  #move(position: CrosshairPosition): void {
    this.#position = position
    for (const listener of this.#listeners) listener()
  }
}

/** The recorded places next to `x` on either side; the ends where there is none. */
export function neighbours(stops: readonly number[], x: number): { before: number; after: number } {
  const before = stops.findLast((stop) => stop < x) ?? stops[0] ?? 0
  const after = stops.find((stop) => stop > x) ?? stops.at(-1) ?? 0
  return { before, after }
}
