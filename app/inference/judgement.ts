import { outputOf } from '#app/format/networks.ts'
import type { RunConfig } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'

/** What a network says of one sample: a number for each class. */
export interface Judgement {
  /** Probabilities sum to 1; scores are what the outputs are, whatever their size. */
  kind: 'probabilities' | 'scores'
  /** `[classes]` */
  values: readonly number[]
}

/** A class and what a network gives it. */
export interface ClassShare {
  label: number
  value: number
}

/**
 * A network's outputs for one sample as numbers for the classes. A single unit stands for class 1 of two: a
 * sigmoid's for its probability, a linear one's for a score between 0 and 1.
 */
export function judge(config: Pick<RunConfig, 'dataset' | 'network'>, outputs: ArrayLike<number>): Judgement {
  const { activation } = outputOf(config)
  const values = Array.from(outputs)
  if (values.length === 1 && describeDataset(config.dataset).classes === 2) {
    const one = values[0]!
    return { kind: activation === 'linear' ? 'scores' : 'probabilities', values: [1 - one, one] }
  }
  return { kind: activation === 'softmax' ? 'probabilities' : 'scores', values }
}

/** The `count` greatest, first of equals first; NaN is behind all numbers. */
export function topClasses({ values }: Judgement, count: number): ClassShare[] {
  const size = (value: number) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)
  return values
    .map((value, label) => ({ label, value }))
    .sort((a, b) => size(b.value) - size(a.value) || a.label - b.label)
    .slice(0, count)
}
