import type { Samples } from '#lib/nn/spec.ts'
import type { DatasetName } from './catalogue.ts'
import { loadMnist } from './mnist.ts'
import { generateThousandClusters } from './thousand-clusters.ts'
import { generateTwoSpirals } from './two-spirals.ts'

/** A dataset in memory that every thread shares. */
export interface Dataset {
  train: Samples
  val: Samples
  /** sha-256 in hex of features and labels, train before val. */
  hash: string
}

const loaders: Record<DatasetName, () => Promise<Dataset>> = {
  mnist: loadMnist,
  two_spirals: generateTwoSpirals,
  thousand_clusters: generateThousandClusters,
}

/** Reads or generates a dataset. */
export function loadDataset(name: DatasetName): Promise<Dataset> {
  return loaders[name]()
}
