import { type PlotLine, readingOf } from '#app/components/charts/plot-line.ts'
import { count, magnitude, percent } from '#app/format/numbers.ts'
import type { ComparedRun } from './compared-run.ts'
import { standingOf } from './standings.ts'

/** Which run gets how far, best first, in a sentence; null before two runs have a value. */
export function accuracyConclusion(runs: readonly ComparedRun[]): string | null {
  const ranked = runs
    .flatMap((compared) => {
      const { bestAccuracy, bestStep } = standingOf(compared)
      return bestAccuracy === null || bestStep === null
        ? []
        : [{ name: compared.run.name, bestAccuracy, bestStep }]
    })
    .sort((a, b) => b.bestAccuracy - a.bestAccuracy || a.bestStep - b.bestStep)
  const [first, second] = ranked
  if (!first || !second) return null
  const last = ranked.at(-1)!
  const lead = `${first.name} gets furthest: ${percent(first.bestAccuracy)} of the held-out samples right, at step ${count(first.bestStep)}.`
  return ranked.length === 2
    ? `${lead} ${second.name} gets to ${percent(second.bestAccuracy)}.`
    : `${lead} Then ${second.name} with ${percent(second.bestAccuracy)}; last ${last.name} with ${percent(last.bestAccuracy)}.`
}

/** How far apart the gradients in the first hidden layer are at a place; null where they are close or unknown. */
export function gradientConclusion(lines: readonly PlotLine[], x: number): string | null {
  const values = lines
    .flatMap((line) => {
      const value = line.values[readingOf(line, x)]
      return value !== undefined && Number.isFinite(value) && value > 0 ? [{ name: line.label, value }] : []
    })
    .sort((a, b) => b.value - a.value)
  const most = values[0]
  const least = values.at(-1)
  if (!most || !least || most.value / least.value < 10) return null
  const times = most.value / least.value
  const whole = times < 1e6 ? count(Number(times.toPrecision(2))) : magnitude(times)
  return `In its first hidden layer, ${least.name} gets 1/${whole} of the gradient of ${most.name}.`
}
