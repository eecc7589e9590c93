import { magnitude } from '#app/format/numbers.ts'
import { isBounded } from '#app/inference/shading.ts'
import type { RunAnswer } from './answer-column.tsx'

/** What cells and marks stand for, and how much the strongest shade is. */
export function Legend({ answers }: { answers: readonly RunAnswer[] }) {
  const layers = answers.flatMap((answer) => answer.layers)
  if (layers.length === 0) return null
  const shared = new Map(
    layers
      .filter(({ layer, values }) => values !== null && !isBounded(layer))
      .map(({ name, scale }) => [name, `${name} ${scale.kind === 'div' ? '±' : ''}${magnitude(scale.most)}`]),
  )
  const scales = [...shared.values()]
  return (
    <p className="order-2 mt-6 max-w-[88ch] text-12 text-ink-3">
      Below the bars, a cell for each unit of a hidden layer, the stronger the greater its activation; orange
      is negative. A bounded activation is shaded from bound to bound, the others on one scale for all runs
      {scales.length > 0 && ` (strongest: ${scales.join(', ')})`}. Hollow: silent at this sample, so that a
      rectifier passes no error back. Corner: saturated, f′ below 5 % of its peak. Cross: dead, alive on none
      of the held-out samples.
    </p>
  )
}
