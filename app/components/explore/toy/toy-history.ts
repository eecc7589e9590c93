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
  /** Dead before the first step: the start weights made them so. */
  born: number
  /** The most that were dead at once. */
  most: number
  /** Step by which, and learning rate with which, more were dead than were born so; null while there are none. */
  since: { step: number; learningRate: number } | null
  /** The highest learning rate with which the number grew; 0 for none. */
  deadliest: number
  /** How many were dead as the rate came below the deadliest; null while it is not. */
  lowered: number | null
}

export const noDeaths: Deaths = { born: 0, most: 0, since: null, deadliest: 0, lowered: null }

/** Follows deaths from one look to the next. */
export function followDeaths(before: Deaths, dead: number, step: number, learningRate: number): Deaths {
  if (step === 0) return { ...noDeaths, born: dead, most: dead }
  const { born, most, since } = before
  const deadliest = dead > most ? Math.max(before.deadliest, learningRate) : before.deadliest
  return {
    born,
    most: Math.max(most, dead),
    since: dead > born ? (since ?? { step, learningRate }) : null,
    deadliest,
    lowered: learningRate < deadliest ? (before.lowered ?? dead) : null,
  }
}
