/** When a run that no longer gets better should end. */
export interface EarlyStoppingSpec {
  /** Epochs without a better loss after which to stop. */
  patience: number
  /** A loss is better only if it is below the best so far by more than this. */
  minDelta: number
}

/** All that early stopping remembers; plain JSON. */
export interface EarlyStoppingState {
  /** The best loss so far; null before the first finite one. */
  best: number | null
  /** Losses observed since then. */
  since: number
}

export interface EarlyStopping {
  /** Takes the loss on the validation split at the end of an epoch; true if the run should stop now. */
  observe(valLoss: number): boolean
  state(): EarlyStoppingState
}

/**
 * Prechelt's early stopping (1998, "Early stopping – but when?") in the form that Keras made common: stop once
 * `patience` losses in a row were not better than the best by more than `minDelta`. NaN and infinities are never
 * better. `state` goes on from a state taken earlier.
 */
export function createEarlyStopping(
  { patience, minDelta }: EarlyStoppingSpec,
  state: EarlyStoppingState = { best: null, since: 0 },
): EarlyStopping {
  let { best, since } = state
  return {
    observe(valLoss) {
      const better = Number.isFinite(valLoss) && (best === null || valLoss < best - minDelta)
      if (better) best = valLoss
      since = better ? 0 : since + 1
      return since >= patience
    },
    state: () => ({ best, since }),
  }
}
