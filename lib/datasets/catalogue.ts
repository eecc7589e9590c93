/** What a dataset asks of a network's output. */
export const taskNames = ['multiclass', 'binary'] as const
export type TaskName = (typeof taskNames)[number]

export interface DatasetDescription {
  /** What the API calls it. */
  name: string
  /** What a person calls it. */
  title: string
  description: string
  /** Where it comes from. */
  source: string
  task: TaskName
  /** Features of one sample. */
  inputs: number
  /** How they lie: an image's `[height, width]`, or `[inputs]`. */
  shape: readonly number[]
  /** `bytes` are whole numbers from 0 to 255, which a network reads divided by 255; `numbers` are read as they are. */
  values: 'bytes' | 'numbers'
  /** Classes, also where one sigmoid unit tells two of them apart. */
  classes: number
  trainSamples: number
  /** Samples of the held-out split, called `val` everywhere. */
  valSamples: number
}

/** Every built-in dataset, in the order in which a person is offered them. */
export const catalogue = [
  {
    name: 'mnist',
    title: 'MNIST digits',
    description: 'Handwritten digits, 28 × 28 grey pixels, ten classes',
    source: 'LeCun, Cortes & Burges',
    task: 'multiclass',
    inputs: 784,
    shape: [28, 28],
    values: 'bytes',
    classes: 10,
    trainSamples: 60_000,
    valSamples: 10_000,
  },
  {
    name: 'two_spirals',
    title: 'Two spirals',
    description: 'Points in the plane on two entwined spirals, two classes',
    source: 'Generated, after Lang & Witbrock 1988',
    task: 'binary',
    inputs: 2,
    shape: [2],
    values: 'numbers',
    classes: 2,
    trainSamples: 2_000,
    valSamples: 500,
  },
  {
    name: 'thousand_clusters',
    title: 'Thousand clusters',
    description: 'Points scattered around 1,000 centres in 32 dimensions, a class each',
    source: 'Generated',
    task: 'multiclass',
    inputs: 32,
    shape: [32],
    values: 'numbers',
    classes: 1_000,
    trainSamples: 40_000,
    valSamples: 5_000,
  },
] as const satisfies readonly DatasetDescription[]

export type DatasetName = (typeof catalogue)[number]['name']
export const datasetNames = catalogue.map((dataset) => dataset.name) as [DatasetName, ...DatasetName[]]

/** Parts of a dataset: what networks are trained on, and what is held out. */
export const splitNames = ['train', 'val'] as const
export type SplitName = (typeof splitNames)[number]

/** Number of a split's samples. */
export function countSamples(name: DatasetName, split: SplitName): number {
  const { trainSamples, valSamples } = describeDataset(name)
  return split === 'train' ? trainSamples : valSamples
}

/** What each class is called. */
export function labelsOf(name: DatasetName): string[] {
  if (name === 'two_spirals') return ['A', 'B']
  return Array.from({ length: describeDataset(name).classes }, (_, label) => String(label))
}

/** The catalogue's entry of that name. */
export function describeDataset(name: DatasetName): DatasetDescription {
  return catalogue.find((dataset) => dataset.name === name)!
}
