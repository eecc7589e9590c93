import type { Sighting } from './finding.ts'
import type { EpochReading, LayerTraits, StepReading } from './readings.ts'
import { figures } from './words.ts'

/** The greatest number of single precision. */
const greatestFloat32 = 3.4028234663852886e38
/**
 * A loss so many times the first one has exploded, though it is finite. AutoTrainer (Zhang et al., ICSE 2021) takes a
 * loss of 1e5 for NaN; what is large depends on the task, hence the ratio.
 */
const grownRatio = 1000

/** Exploding, by a minibatch's loss or a gradient. */
export function divergedStep(
  layers: readonly LayerTraits[],
  { trainLoss, gradNorm }: StepReading,
  firstLoss: number | null,
): Sighting[] {
  const norms = layers.map(({ name }, index) => [`grad_norm/${name}`, gradNorm[index]!] as const)
  const diverged = nonFinite({ 'train/loss': trainLoss, ...Object.fromEntries(norms) })
  return diverged.length > 0 ? diverged : grown({ 'train/loss': trainLoss }, firstLoss)
}

/** Exploding, by an epoch's losses. */
export function divergedEpoch({ trainLoss, valLoss }: EpochReading, firstLoss: number | null): Sighting[] {
  const losses = { ...(trainLoss !== null && { 'train/loss': trainLoss }), 'val/loss': valLoss }
  const diverged = nonFinite(losses)
  return diverged.length > 0 ? diverged : grown(losses, firstLoss)
}

/**
 * Exploding, by those of the measured values that are NaN or infinite; nothing where all are finite. SageMaker
 * Debugger's ExplodingTensor: no patience, because nothing recovers from NaN.
 */
export function nonFinite(measured: Record<string, number>): Sighting[] {
  const evidence = Object.fromEntries(Object.entries(measured).filter(([, value]) => !Number.isFinite(value)))
  const [worst] = Object.entries(evidence)
  if (!worst) return []
  const [key, value] = worst
  return [
    {
      ...exploding,
      rule: 'a loss or a gradient is NaN or infinite',
      threshold: greatestFloat32,
      value,
      evidence,
      message: `${nounOf(key)} is ${figures(value)}: the numbers have grown beyond what single precision holds.`,
    },
  ]
}

function grown(losses: Record<string, number>, firstLoss: number | null): Sighting[] {
  if (firstLoss === null || firstLoss <= 0) return []
  const worst = Object.entries(losses).find(([, loss]) => loss > grownRatio * firstLoss)
  if (!worst) return []
  const [key, loss] = worst
  const ratio = loss / firstLoss
  return [
    {
      ...exploding,
      rule: `a loss is more than ${figures(grownRatio)} times the first one`,
      threshold: grownRatio,
      value: ratio,
      evidence: { [key]: loss, 'train/loss at first': firstLoss },
      message: `${nounOf(key)} is ${figures(loss)}, ${figures(ratio)} times the first one (${figures(firstLoss)}): steps overshoot.`,
    },
  ]
}

const exploding = {
  name: 'exploding',
  layer: null,
  suggestion:
    "Divide the learning rate by ten, or clip the gradient's norm to 1 (clipNorm); check that the features are scaled.",
  persistence: 1,
} as const satisfies Partial<Sighting>

function nounOf(key: string): string {
  if (key === 'train/loss') return 'The training loss'
  if (key === 'val/loss') return 'The validation loss'
  return key.replace('grad_norm/', 'The gradient of ')
}
