import type { DatasetName } from '#lib/datasets/catalogue.ts'
import type { RunDraft } from './run-draft.ts'

type Defaults = Pick<RunDraft, 'hidden' | 'learningRate' | 'momentum' | 'batchSize' | 'epochs' | 'everySteps'>

/** What a dataset starts from in the form: small enough to finish soon, good enough to learn. */
export const datasetDefaults: Record<DatasetName, Defaults> = {
  mnist: {
    hidden: [
      { units: '128', activation: 'relu', alpha: '' },
      { units: '64', activation: 'relu', alpha: '' },
    ],
    learningRate: '0.1',
    momentum: '0',
    batchSize: '64',
    epochs: '5',
    everySteps: '50',
  },
  two_spirals: {
    hidden: [
      { units: '16', activation: 'relu', alpha: '' },
      { units: '16', activation: 'relu', alpha: '' },
      { units: '16', activation: 'relu', alpha: '' },
    ],
    learningRate: '0.1',
    momentum: '0',
    batchSize: '16',
    epochs: '100',
    everySteps: '50',
  },
}
