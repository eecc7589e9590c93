/** What the rules know about a layer beforehand. */
export interface LayerTraits {
  /** `hidden_1` … `hidden_n`, `output`. */
  name: string
  /** Silent on one side by design, like ReLU. */
  rectifier: boolean
  hidden: boolean
  /** Its name as in names.ts. */
  activation: string
}

/** The steps that are judged: those after `from`, up to `to`. */
export interface Span {
  from: number
  to: number
}

/** Whether less than that share of the span is over at a step. */
export function isBefore(share: number, { from, to }: Span, step: number): boolean {
  return step - from < share * (to - from)
}

/** Measured at one step. Arrays have one entry a layer, the output last; NaN where a measure has no meaning. */
export interface StepReading {
  step: number
  /** Mean loss of this step's minibatch, or of all since the reading before. */
  trainLoss: number
  /** L2 norm of the loss gradient with respect to each layer's weights, before any clipping. */
  gradNorm: readonly number[]
  /** Share of (sample, unit) pairs with |f′(z)| below 5 % of its peak. */
  saturation: readonly number[]
}

/** Measured at the end of an epoch, or before the first step. */
export interface EpochReading {
  step: number
  epoch: number
  /** Mean over the epoch's minibatches; null before the first step. */
  trainLoss: number | null
  valLoss: number
  /** Null before the first step, and where a task has no classes. */
  trainAccuracy: number | null
  valAccuracy: number
  /** Share of dead units in each layer over the whole training set. */
  deadUnits: readonly number[]
}
