import { count, share } from '#app/format/numbers.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'

/** Classes whose confusions are drawn as a matrix; of more only the most frequent ones are told. */
export const mostInMatrix = 12

/**
 * The classes of the ramp that lie behind confusions. The lowest sinks into the page; on the two in the middle neither
 * ink nor the colour of the page is read well in both themes.
 */
const shades = [1, 2, 3, 6, 7, 8]

/** Class of a number of confusions, by equal ratios up to the most frequent one; 0 for none. */
export function confusionShade(confused: number, most: number): number {
  if (confused <= 0) return 0
  const part = most > 1 ? Math.log(confused) / Math.log(most) : 1
  return shades[Math.min(shades.length - 1, Math.floor(part * (shades.length - 1) + 1e-9))]!
}

/** Whether ink is read on a class of the ramp; else the colour of the page is. */
export function isInkOn(shade: number): boolean {
  return shade <= 3
}

/** How much is wrong, and what is confused most, in a sentence or two. */
export function confusionWords({ samples, accuracy, confused, labels, undecided }: Evaluation): string {
  const wrong = Math.round(samples * (1 - accuracy))
  const broken =
    undecided > 0
      ? ` ${count(undecided)} of them ${undecided === 1 ? 'is' : 'are'} NaN: no class at all.`
      : ''
  if (wrong === 0) return `All ${count(samples)} validation samples are right.`
  const head = `${count(wrong)} of ${count(samples)} validation samples are wrong (${share(wrong / samples)}).`
  const worst = confused[0]
  if (!worst) return `${head}${broken}`
  const most = `Most often ${labels[worst.truth]} is taken for ${labels[worst.predicted]}: ${count(worst.count)} ${worst.count === 1 ? 'time' : 'times'}.`
  return `${head} ${most}${broken}`
}
