import type { DatasetList, SampleList, SamplesQuery } from '#lib/contracts/dataset.ts'
import { catalogue, type DatasetName, describeDataset, labelsOf } from '#lib/datasets/catalogue.ts'
import { AppError } from '#lib/errors.ts'
import type { Samples } from '#lib/nn/spec.ts'
import type { ReadSplit } from './network-ports.ts'

/** Samples in an answer where nothing else is asked for. */
const usualLimit = 24

/** What runs are trained on. */
export interface DatasetReader {
  list(): DatasetList
  /** @throws AppError invalid_request that names what does not fit the dataset */
  samples(name: DatasetName, query: SamplesQuery): Promise<SampleList>
}

/** @see DatasetReader */
export function createDatasetReader(readSplit: ReadSplit): DatasetReader {
  return {
    list: () => ({ items: catalogue.map(({ name }) => describe(name)) }),
    samples: async (name, query) => {
      const { classes, shape } = describeDataset(name)
      const { split, indices, label } = query
      assertFits(query, classes)
      const samples = await readSplit(name, split)
      const outside = indices?.find((index) => index >= samples.count)
      if (outside !== undefined) {
        throw invalid('indices', `${name} has ${samples.count} samples in ${split}; there is no ${outside}`)
      }
      const fitting = label === undefined ? null : placesOf(samples, label)
      const total = fitting?.length ?? samples.count
      const chosen = indices ?? choose(fitting, total, query)
      return { items: chosen.map((index) => readSample(samples, index)), shape: [...shape], total }
    },
  }
}

function describe(name: DatasetName): DatasetList['items'][number] {
  const { title, description, source, task, classes, inputs, shape, values, ...sizes } = describeDataset(name)
  return {
    name,
    title,
    description,
    source,
    task,
    classes,
    labels: labelsOf(name),
    features: inputs,
    shape: [...shape],
    values,
    splits: { train: sizes.trainSamples, val: sizes.valSamples },
  }
}

function assertFits({ indices, offset, limit, label }: SamplesQuery, classes: number): void {
  const apart = Object.entries({ offset, limit, label }).find(([, value]) => value !== undefined)
  if (indices && apart) throw invalid(apart[0], 'Goes without `indices`')
  if (label !== undefined && label >= classes)
    throw invalid('label', `There are ${classes} classes, from 0 on`)
}

function placesOf({ labels, count }: Samples, label: number): number[] {
  const places = []
  for (let index = 0; index < count; index++) if (labels[index] === label) places.push(index)
  return places
}

/** Places of one part of those that fit; of all samples where `fitting` is null. */
function choose(
  fitting: readonly number[] | null,
  total: number,
  { offset = 0, limit = usualLimit }: SamplesQuery,
): number[] {
  const count = Math.max(0, Math.min(limit, total - offset))
  return Array.from({ length: count }, (_, i) => fitting?.[offset + i] ?? offset + i)
}

function readSample({ features, labels, inputs }: Samples, index: number): SampleList['items'][number] {
  const values = Array.from(features.subarray(index * inputs, (index + 1) * inputs))
  return { index, label: labels[index]!, values }
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', `${path}: ${message}`, { errors: [{ path, message }] })
}
