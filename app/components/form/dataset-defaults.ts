import type { DatasetName } from '#lib/datasets/catalogue.ts'
import { plainLayer } from './layer-draft.ts'
import type { RunDraft } from './run-draft.ts'

type Defaults = Pick<RunDraft, 'hidden' | 'batchSize' | 'epochs' | 'everySteps'>

const relus = (...units: string[]) => units.map((count) => plainLayer(count, 'relu'))

/** What a dataset starts from in the form: small enough to finish soon, good enough to learn. */
const particular: Readonly<Record<string, Defaults>> = {
  mnist: { hidden: relus('128', '64'), batchSize: '64', epochs: '5', everySteps: '50' },
  two_spirals: { hidden: relus('16', '16', '16'), batchSize: '16', epochs: '100', everySteps: '50' },
  thousand_clusters: { hidden: relus('128', '128'), batchSize: '64', epochs: '5', everySteps: '50' },
}

/** A dataset's own start, or what suits most where it has none. */
export function defaultsOf(dataset: DatasetName): Defaults {
  return particular[dataset] ?? particular.mnist!
}
