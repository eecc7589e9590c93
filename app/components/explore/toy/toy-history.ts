import type { ToyLook } from './toy-training.ts'

/** What is kept of one look for the curves and the sentences. */
export type ToyReading = Pick<ToyLook, 'step' | 'loss' | 'accuracy' | 'heldOutLoss' | 'heldOutAccuracy'> & {
  learningRate: number
  /** Dead units of all hidden layers. */
  dead: number
}

/** Readings that are drawn at most. */
const most = 400

/** Dead units of all layers together. */
export function countDead(dead: readonly Uint8Array[]): number {
  return dead.reduce((sum, flags) => sum + flags.reduce((count, flag) => count + flag, 0), 0)
}

/** With one reading more; where there are too many, every second one goes, but the newest stay. */
export function withReading(
  history: readonly ToyReading[],
  look: ToyLook,
  learningRate: number,
): readonly ToyReading[] {
  const { step, loss, accuracy, heldOutLoss, heldOutAccuracy, dead } = look
  const reading = { step, loss, accuracy, heldOutLoss, heldOutAccuracy, learningRate, dead: countDead(dead) }
  const all = [...history, reading]
  if (all.length <= most) return all
  const half = most / 2
  return [...all.slice(0, half).filter((_, i) => i % 2 === 0), ...all.slice(half)]
}

/** What is told about deaths: when they came, at which rate, and whether any came back. */
export interface Deaths {
  /** The most that were dead at once. */
  most: number
  /** Step and learning rate with which the first died that are dead now; null for none. */
  since: { step: number; learningRate: number } | null
  /** The highest learning rate with which the number grew; 0 for none. */
  deadliest: number
}

export const noDeaths: Deaths = { most: 0, since: null, deadliest: 0 }

/** Follows deaths from one look to the next. */
export function followDeaths(before: Deaths, dead: number, step: number, learningRate: number): Deaths {
  if (dead === 0) return { ...before, since: null }
  return {
    most: Math.max(before.most, dead),
    since: before.since ?? { step, learningRate },
    // Who is dead before the first step was born so.
    deadliest: dead > before.most && step > 0 ? Math.max(before.deadliest, learningRate) : before.deadliest,
  }
}
