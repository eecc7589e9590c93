import { readingOf } from '#app/components/charts/plot-line.ts'
import type { RunColour } from '#app/components/charts/run-colours.ts'
import { part } from '#app/components/run/layer-findings.ts'
import { layerNames } from '#app/format/networks.ts'
import { count } from '#app/format/numbers.ts'
import type { ComparedRun } from './compared-run.ts'

/** What a profile can be of. */
export type ProfileMeasure = 'error_rms' | 'grad_norm'

/** One layer of a profile. */
export interface ProfilePoint {
  layer: string
  /** Layers between it and the output, itself counted: 0 for the output. */
  distance: number
  /** Its measure ÷ that of the output layer. */
  value: number
}

/** One measure of a run over its layers at one step, relative to the output layer, from there towards the input. */
export interface Profile extends RunColour {
  id: string
  name: string
  measure: ProfileMeasure
  /** Step of the reading. */
  step: number
  points: ProfilePoint[]
}

/** The greatest slope of the sigmoid: of an error, no more comes through a layer, weights aside. */
export const sigmoidPeak = 0.25

/** A run's profile at the reading nearest to a step; null where nothing was recorded, or where its output has no error. */
export function profileOf(compared: ComparedRun, measure: ProfileMeasure, step: number): Profile | null {
  const { run, series, colour, dashed } = compared
  const layers = layerNames(run.config)
  const readings = layers.map((layer) => {
    const held = series[`${measure}/${layer}`]
    const index = held ? readingOf({ xs: held.steps }, step) : -1
    return index < 0 ? null : { step: held!.steps[index]!, value: held!.values[index]! }
  })
  const output = readings.at(-1)
  if (!output || !Number.isFinite(output.value) || output.value <= 0) return null
  const points = readings.flatMap((reading, i) =>
    reading && Number.isFinite(reading.value)
      ? [{ layer: layers[i]!, distance: layers.length - 1 - i, value: reading.value / output.value }]
      : [],
  )
  const look = { id: `${run.id} ${measure}`, name: run.name, colour, dashed }
  return { ...look, measure, step: output.step, points: points.reverse() }
}

/** The first hidden layer of a profile: the one farthest from the output. */
const farthest = ({ points }: Profile): ProfilePoint => points.at(-1)!

/** How much of the output's error reaches the first hidden layers, least and most, in a sentence. */
export function profileFinding(profiles: readonly Profile[]): string | null {
  const errors = profiles
    .filter(({ measure, points }) => measure === 'error_rms' && points.length > 1)
    .sort((a, b) => farthest(a).value - farthest(b).value)
  const [least, most] = [errors[0], errors.at(-1)]
  if (!least || !most) return null
  const bound = sigmoidPeak ** farthest(least).distance
  const words = `At step ${count(least.step)}, ${farthest(least).layer} of ${least.name} gets ${partOf(farthest(least).value)} the error of its output layer`
  if (least === most)
    return `${words}; through as many sigmoids at most ${partOf(bound)} it would come, weights aside.`
  return `${words}, that of ${most.name} ${partOf(farthest(most).value)} it. Through ${farthest(least).distance} sigmoids at most ${partOf(bound)} it would come, weights aside.`
}

const partOf = (value: number): string => (value === 0 ? 'nothing of' : part(value))
