import type { Sighting } from './finding.ts'
import { isBefore, type Span, type StepReading } from './readings.ts'
import { figures, percent } from './words.ts'

/** Losses of minibatches are noisy: means are compared, of so many readings at the start and now. */
const startWindow = 5
const leastWindow = 5
const mostWindow = 10
/** Share of its start by which the loss has come down at least in a network that learns; DESIGN section 7. */
const learningShare = 0.01
/**
 * Share of the very first loss that is no learning yet. An output layer takes on the frequencies of the classes within
 * a few steps, whatever the layers below it do: with Glorot's weights over sigmoid units that is 2.3 … 2.9 → ln 10, by
 * the seed, and so up to a fifth.
 */
const settlingShare = 0.25
/** That takes some steps; readings of the first part of the run are no start to compare with. */
const settlingRunShare = 0.05
/** Share of the run that a network has to show that it learns. */
const patienceShare = 0.25

/** What is remembered of the losses of minibatches; all finite. */
export interface LossHistory {
  /** Of the first reading; null before. */
  first: number | null
  /** Of the first readings after it and after the settling, `startWindow` at most. */
  start: readonly number[]
  /** The last ones after those, `mostWindow` at most. */
  recent: readonly number[]
}

export const noLosses: LossHistory = { first: null, start: [], recent: [] }

/** The history with one more loss; one that is NaN or infinite is not remembered. */
export function withLoss(
  history: LossHistory,
  span: Span,
  { step, trainLoss: loss }: Pick<StepReading, 'step' | 'trainLoss'>,
): LossHistory {
  if (!Number.isFinite(loss)) return history
  if (history.first === null) return { ...history, first: loss }
  if (isBefore(settlingRunShare, span, step)) return history
  if (history.start.length < startWindow) return { ...history, start: [...history.start, loss] }
  return { ...history, recent: [...history.recent, loss].slice(-mostWindow) }
}

/** Whether there were readings enough to tell a network that learns from one that does not. */
export function canJudge({ recent }: LossHistory): boolean {
  return recent.length >= leastWindow
}

/**
 * Not learning: a quarter of the run is over, and the loss is still within 1 % of its start and has not lost 25 % of
 * the first value either. Not of a fork, which begins with what was learned: its loss may well stay low. Compared like SageMaker Debugger's LossNotDecreasing with an earlier loss, not with the last.
 */
export function notLearningSightings(history: LossHistory, span: Span, { step }: StepReading): Sighting[] {
  const { first, start, recent } = history
  if (first === null || span.from > 0 || !canJudge(history) || isBefore(patienceShare, span, step)) return []
  const before = mean(start)
  const now = mean(recent)
  const learns = now <= (1 - learningShare) * before || now <= (1 - settlingShare) * first
  return learns ? [] : [notLearning(step, first, before, now)]
}

function notLearning(step: number, first: number, before: number, now: number): Sighting {
  const fall = 1 - now / before
  const change = fall < 0 ? 'is above its start' : `has come down by only ${percent(fall)} since its start`
  return {
    name: 'not_learning',
    layer: null,
    rule: `after a quarter of the run the training loss (mean of the last ${leastWindow} to ${mostWindow} readings) is within ${percent(learningShare)} of its start or above, and within ${percent(settlingShare)} of the first reading or above`,
    threshold: learningShare,
    value: fall,
    evidence: { 'train/loss at first': first, 'train/loss at start': before, 'train/loss': now },
    message: `By step ${step} the training loss ${change}: it was ${figures(before)} when ${percent(settlingRunShare)} of the run was over and is ${figures(now)} now.`,
    suggestion:
      'Try a learning rate ten times as large or as small, or Adam; if a gradient vanishes or units die as well, mend that first.',
    persistence: 1,
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
