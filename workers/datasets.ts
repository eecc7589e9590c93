import type { DatasetName } from '#lib/datasets/catalogue.ts'
import { type Dataset, loadDataset } from '#lib/datasets/dataset.ts'

/** Gives a dataset in memory that all threads share. */
export type Datasets = (name: DatasetName) => Promise<Dataset>

/** Datasets that are loaded once, when they are first asked for; again where that failed. */
export function createDatasets(): Datasets {
  const loaded = new Map<DatasetName, Promise<Dataset>>()
  return (name) => {
    const loading = loaded.get(name) ?? loadDataset(name)
    loaded.set(name, loading)
    loading.catch(() => loaded.delete(name))
    return loading
  }
}
