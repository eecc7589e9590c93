/** What a dataset asks of a network's output. */
export const taskNames = ['multiclass', 'binary'] as const
export type TaskName = (typeof taskNames)[number]

export interface DatasetDescription {
  /** What the API calls it. */
  name: string
  /** What a person calls it. */
  title: string
  description: string
  task: TaskName
  /** Features of one sample. */
  inputs: number
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
    task: 'multiclass',
    inputs: 784,
    classes: 10,
    trainSamples: 60_000,
    valSamples: 10_000,
  },
  {
    name: 'two_spirals',
    title: 'Two spirals',
    description: 'Points in the plane on two entwined spirals, two classes',
    task: 'binary',
    inputs: 2,
    classes: 2,
    trainSamples: 2_000,
    valSamples: 500,
  },
  {
    name: 'thousand_clusters',
    title: 'Thousand clusters',
    description: 'Points scattered around 1,000 centres in 32 dimensions, a class each',
    task: 'multiclass',
    inputs: 32,
    classes: 1_000,
    trainSamples: 40_000,
    valSamples: 5_000,
  },
] as const satisfies readonly DatasetDescription[]

export type DatasetName = (typeof catalogue)[number]['name']
export const datasetNames = catalogue.map((dataset) => dataset.name) as [DatasetName, ...DatasetName[]]

/** The catalogue's entry of that name. */
export function describeDataset(name: DatasetName): DatasetDescription {
  return catalogue.find((dataset) => dataset.name === name)!
}
