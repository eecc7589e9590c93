import {
  type ClassReport,
  type Evaluation,
  evaluationLimits,
  mostClassesInFull,
} from '#lib/contracts/evaluation.ts'

/** Counts which class was taken for which. */
export class Confusions {
  readonly #classes: number
  /** `[truth, predicted]`. */
  readonly #counts: Uint32Array
  readonly #support: Uint32Array
  #undecided = 0

  constructor(classes: number) {
    this.#classes = classes
    this.#counts = new Uint32Array(classes * classes)
    this.#support = new Uint32Array(classes)
  }

  /** One sample; `predicted` is −1 where the network says no class. */
  add(truth: number, predicted: number): void {
    this.#support[truth]!++
    if (predicted < 0) this.#undecided++
    else this.#counts[truth * this.#classes + predicted]!++
  }

  report(): Pick<Evaluation, 'confusion' | 'confused' | 'undecided' | 'perClass'> {
    return {
      confusion: this.#classes > mostClassesInFull ? null : this.#matrix(),
      confused: this.#mostFrequent(),
      undecided: this.#undecided,
      perClass: this.#perClass(),
    }
  }

  #matrix(): number[][] {
    return Array.from({ length: this.#classes }, (_, truth) => [
      ...this.#counts.subarray(truth * this.#classes, (truth + 1) * this.#classes),
    ])
  }

  #mostFrequent(): Evaluation['confused'] {
    const confused: Evaluation['confused'] = []
    for (const [place, count] of this.#counts.entries()) {
      const truth = Math.floor(place / this.#classes)
      const predicted = place % this.#classes
      if (count > 0 && truth !== predicted) confused.push({ truth, predicted, count })
    }
    return confused.sort((a, b) => b.count - a.count).slice(0, evaluationLimits.confused)
  }

  #perClass(): ClassReport[] {
    const predicted = new Uint32Array(this.#classes)
    for (const [place, count] of this.#counts.entries()) predicted[place % this.#classes]! += count
    return Array.from({ length: this.#classes }, (_, label) => {
      const right = this.#counts[label * (this.#classes + 1)]!
      const support = this.#support[label]!
      const precision = shareOf(right, predicted[label]!)
      const recall = shareOf(right, support)
      const undefinedF1 = precision === null || recall === null
      // 2·P·R / (P + R), which is 2·right / (predicted + support) and so has a value where both are 0.
      const f1 = undefinedF1 ? null : (2 * right) / (predicted[label]! + support)
      return { label, precision, recall, f1, support }
    })
  }
}

function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
