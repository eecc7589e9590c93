import type { Sighting } from './finding.ts'
import type { EpochReading } from './readings.ts'
import { figures, percent } from './words.ts'

/**
 * Prechelt's generalization loss (1998, "Early stopping – but when?"): how far the loss is above its best. The share is
 * that of SageMaker Debugger's Overfit, ratio_threshold 0.1.
 */
const riseShare = 0.1
/** Share of the first validation loss below which a rise is of no account: 10 % above almost nothing is nothing. */
const accountShare = 0.01
/** Prechelt's UP₃: three epochs in a row. */
const persistence = 3

/** The epoch with the best validation loss; all figures finite. */
interface BestEpoch {
  epoch: number
  valLoss: number
  /** Mean training loss of that epoch, or of the first one after it that has one. */
  trainLoss: number | null
}

/** What is remembered of the epochs. */
export interface ValidationHistory {
  /** The first validation loss; null before. */
  first: number | null
  best: BestEpoch | null
}

export const noValidation: ValidationHistory = { first: null, best: null }

/** The history with one more epoch; one whose validation loss is NaN or infinite is not remembered. */
export function withValidation(history: ValidationHistory, reading: EpochReading): ValidationHistory {
  const { epoch, valLoss } = reading
  if (!Number.isFinite(valLoss)) return history
  const trainLoss = Number.isFinite(reading.trainLoss) ? reading.trainLoss : null
  const { best } = history
  const first = history.first ?? valLoss
  if (best === null || valLoss < best.valLoss) return { first, best: { epoch, valLoss, trainLoss } }
  return { first, best: { ...best, trainLoss: best.trainLoss ?? trainLoss } }
}

/**
 * Overfitting: the validation loss is more than 10 % above its best, and above the training loss, while the training
 * loss has gone on falling since then.
 */
export function overfittingSightings(
  { first, best }: ValidationHistory,
  { trainLoss, valLoss }: EpochReading,
): Sighting[] {
  if (first === null || best === null || best.trainLoss === null) return []
  if (trainLoss === null || !Number.isFinite(valLoss)) return []
  const risen = valLoss > (1 + riseShare) * best.valLoss && valLoss - best.valLoss > accountShare * first
  const parted = trainLoss < best.trainLoss && trainLoss < valLoss
  return risen && parted ? [overfitting(best, trainLoss, valLoss)] : []
}

function overfitting(best: BestEpoch, trainLoss: number, valLoss: number): Sighting {
  return {
    name: 'overfitting',
    layer: null,
    rule: `val/loss is more than ${percent(riseShare)} above its best and train/loss below what it was then, ${persistence} epochs in a row`,
    threshold: riseShare,
    value: valLoss / best.valLoss - 1,
    evidence: {
      'val/loss': valLoss,
      'val/loss best': best.valLoss,
      'best epoch': best.epoch,
      'train/loss': trainLoss,
    },
    message: `Since epoch ${best.epoch} the validation loss has risen from ${figures(best.valLoss)} to ${figures(valLoss)}, while the training loss fell to ${figures(trainLoss)}: the network learns its samples by heart.`,
    suggestion: `Stop near epoch ${best.epoch} (early stopping), add dropout or weight decay, use a smaller network or more data.`,
    persistence,
  }
}
