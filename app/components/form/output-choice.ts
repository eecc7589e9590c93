import { usualOutput } from '#app/format/networks.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'
import { type LossName, lossNames, type OutputActivationName } from '#lib/nn/names.ts'
import { type OutputDraft, outputDraft } from './run-draft.ts'

/** The losses that the contract takes for a dataset's task and an output activation. */
export function fittingLosses(dataset: DatasetName, activation: OutputActivationName): readonly LossName[] {
  const { task } = describeDataset(dataset)
  return lossNames.filter((loss) => {
    if (loss === 'cross_entropy') return activation === 'softmax'
    if (loss === 'binary_cross_entropy') return activation === 'sigmoid' && task === 'binary'
    return true
  })
}

/** The output that the form shows: the chosen one, else the one that the task implies. */
export function shownOutput(dataset: DatasetName, output: OutputDraft | null): OutputDraft {
  return output ?? outputDraft(usualOutput(dataset))
}

/** The output after a part of it changed, with a loss that fits; null where it has come to be as usual. */
export function changedOutput(
  dataset: DatasetName,
  before: OutputDraft | null,
  part: Partial<OutputDraft>,
): OutputDraft | null {
  const next = { ...shownOutput(dataset, before), ...part }
  const losses = fittingLosses(dataset, next.activation)
  if (!losses.includes(next.loss)) next.loss = losses[0]!
  const usual = shownOutput(dataset, null)
  return Object.entries(usual).every(([field, value]) => next[field as keyof OutputDraft] === value)
    ? null
    : next
}

/** The output that stays when the dataset changes: the chosen one where its loss fits, else the usual one. */
export function fittingOutput(dataset: DatasetName, output: OutputDraft | null): OutputDraft | null {
  return output && fittingLosses(dataset, output.activation).includes(output.loss) ? output : null
}
