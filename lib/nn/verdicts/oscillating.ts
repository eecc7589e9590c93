import type { Sighting } from './finding.ts'
import { type EpochReading, isBefore, type Span } from './readings.ts'
import { figures, percent } from './words.ts'

/**
 * AutoTrainer (Zhang et al., ICSE 2021) counts falls of the training accuracy from a maximum to the next minimum by at
 * least 3 points (5 in its code's default), and speaks of oscillation where they number a fifth of the epochs, after
 * 30 % of the run. Here it is the loss, which tasks without classes have too and which is not coarse on small data. In
 * place of points of accuracy stand 5 % of the first loss, or of the lowest where all are above the first. The fifth is
 * 2 swings within the last 10 epochs, so that a run that calmed down is told from one that did not.
 */
const swingShare = 0.05
const leastSwings = 2
const window = 10
const patienceShare = 0.3

/** The training losses of the last epochs, `window` at most; all finite. */
export type EpochLosses = readonly number[]

/** The losses with one more epoch; one that is NaN or infinite is not remembered. */
export function withEpoch(losses: EpochLosses, { trainLoss }: EpochReading): EpochLosses {
  if (trainLoss === null || !Number.isFinite(trainLoss)) return losses
  return [...losses, trainLoss].slice(-window)
}

/** Oscillating: the epochs' mean training loss goes up and down again by 5 % of the first loss, time after time. */
export function oscillatingSightings(
  losses: EpochLosses,
  firstLoss: number | null,
  span: Span,
  { step }: EpochReading,
): Sighting[] {
  if (losses.length === 0 || isBefore(patienceShare, span, step)) return []
  const swing = swingShare * Math.max(firstLoss ?? losses[0]!, Math.min(...losses))
  const swings = countSwings(losses, swing)
  return swings < leastSwings ? [] : [oscillating(losses, swing, swings)]
}

/** How often the values rise by `least` or more and then fall by as much; smaller ripples are passed over. */
function countSwings(values: readonly number[], least: number): number {
  let [low, high] = [values[0]!, values[0]!]
  let rising = false
  let swings = 0
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
    if (rising && high - value >= least) {
      rising = false
      swings++
      low = value
    } else if (!rising && value - low >= least) {
      rising = true
      high = value
    }
  }
  return swings
}

function oscillating(losses: EpochLosses, swing: number, swings: number): Sighting {
  const lowest = Math.min(...losses)
  const highest = Math.max(...losses)
  return {
    name: 'oscillating',
    layer: null,
    rule: `the epochs' mean training loss rose and fell again by ${percent(swingShare)} of the first loss at least ${leastSwings} times within ${window} epochs, after 30 % of the run`,
    threshold: leastSwings,
    value: swings,
    evidence: { swing, 'train/loss lowest': lowest, 'train/loss highest': highest },
    message: `Within ${losses.length} epochs the training loss went up and down again ${swings} times by ${figures(swing)} or more, between ${figures(lowest)} and ${figures(highest)}.`,
    suggestion:
      'Divide the learning rate by 3 to 10, let it decay (a cosine or step schedule), or use larger batches.',
    persistence: 1,
  }
}
