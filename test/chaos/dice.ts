import { createRandom } from '#lib/nn/random.ts'

/** Seeded choices. Each use takes a stream of its own, so that one does not shift another. */
export interface Dice {
  /** Uniform over [low, high). */
  between(low: number, high: number): number
  chance(share: number): boolean
  pick<Item>(items: readonly Item[]): Item
}

/** @param stream small, one for each use */
export function createDice(seed: number, stream: number): Dice {
  const random = createRandom(seed, stream)
  const between = (low: number, high: number) => low + random.uniform() * (high - low)
  return {
    between,
    chance: (share) => random.uniform() < share,
    pick: (items) => {
      if (items.length === 0) throw new Error('Nothing to choose from')
      return items[Math.floor(between(0, items.length))]!
    },
  }
}
