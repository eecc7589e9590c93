import { evaluationLimits, type Mistake, mostClassesInFull } from '#lib/contracts/evaluation.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Rows } from '#lib/nn/inspector.ts'
import { classScores, scoreOf } from './class-scores.ts'

interface Found {
  confidence: number
  mistake: Mistake
}

/** Keeps the mistakes of which a network was surest; of equals the first. */
export class Mistakes {
  readonly #classes: number
  /** Surest first. */
  #surest: Found[] = []

  constructor(classes: number) {
    this.#classes = classes
  }

  /** The sample `index`, whose outputs are in `row`, was taken for another class. */
  add(index: number, label: number, predicted: number, outputs: Rows, row: number): void {
    const given = scoreOf(outputs, row, predicted)
    // NaN, as a softmax makes of infinities: the least sure of all.
    const confidence = Number.isNaN(given) ? Number.NEGATIVE_INFINITY : given
    const least = this.#surest[evaluationLimits.mistakes - 1]
    if (least && !(confidence > least.confidence)) return
    const probabilities =
      this.#classes > mostClassesInFull ? null : classScores(outputs, row).map(encodeValue)
    const mistake = { index, label, predicted, confidence: encodeValue(given), probabilities }
    // Sorting keeps the order of equals.
    this.#surest = [...this.#surest, { confidence, mistake }]
      .sort((a, b) => (a.confidence === b.confidence ? 0 : b.confidence - a.confidence))
      .slice(0, evaluationLimits.mistakes)
  }

  report(): Mistake[] {
    return this.#surest.map(({ mistake }) => mistake)
  }
}
