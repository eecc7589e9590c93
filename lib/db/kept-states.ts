/** Newest checkpoints of a run that keep their state, wherever they were taken. */
export const newestStates = 10
/** Epochs of a run at whose ends a state is kept for as long as the run, so that it can be forked from there. */
const mostEpochs = 40
/** Bytes that those states may take. */
const mostBytes = 2 ** 29

/**
 * States stay at the end of every epoch that is a multiple of this: of all while these are few and small, then of
 * every second, fourth and so on. It follows from the run alone, so that what is kept never has to be looked through.
 */
export function strideOf(epochs: number, stateBytes: number): number {
  const most = Math.min(mostEpochs, Math.floor(mostBytes / Math.max(1, stateBytes)))
  let stride = 1
  while (epochs / stride > Math.max(1, most)) stride *= 2
  return stride
}
