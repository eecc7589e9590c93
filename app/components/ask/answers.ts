import type { RunColour } from '#app/components/charts/run-colours.ts'
import { count } from '#app/format/numbers.ts'
import { surfacePoints } from '#app/inference/decision-surface.ts'
import { judge } from '#app/inference/judgement.ts'
import type { Features, LayerResponse } from '#app/inference/model.ts'
import type { ShelvedModel } from '#app/inference/model-shelf.ts'
import { scaleOf } from '#app/inference/shading.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import type { RunAnswer } from './answer-column.tsx'

/** One of the compared runs, and what is known of it so far. */
export interface Asked {
  run: Run
  name: string
  colour: RunColour
  /** Steps of its kept checkpoints, ascending; null until they are known. */
  steps: readonly number[] | null
  shelved: ShelvedModel
  evaluation: Evaluation | null
}

/** The newest kept checkpoint at or before the chosen step; null where there is none. */
export function checkpointAt(steps: readonly number[] | null, chosen: number | null): number | null {
  return steps?.findLast((step) => chosen === null || step <= chosen) ?? null
}

/** Why there are no weights to ask at the chosen step; null where there are, or where nobody knows yet. */
function absenceOf({ run, steps }: Asked, chosen: number | null): string | null {
  if (steps === null || checkpointAt(steps, chosen) !== null) return null
  if (steps.length > 0) return `first checkpoint at step ${count(steps[0]!)}`
  return endedStates.includes(run.state) ? 'kept no checkpoint to ask' : 'no checkpoint yet'
}

/**
 * What each run makes of the features, hidden layers of one name shaded on one scale. `surface` asks for what each says
 * everywhere in the plane, too.
 */
export function answersOf(
  asked: readonly Asked[],
  chosen: number | null,
  features: Features | null,
  surface: boolean,
): RunAnswer[] {
  const responses = asked.map(({ shelved }) =>
    features && shelved.ready ? shelved.ready.model.examine(features) : null,
  )
  return asked.map((one, i) => {
    const { run, name, colour, shelved } = one
    const absence = absenceOf(one, chosen)
    const response = absence === null ? responses[i]! : null
    return {
      run,
      name,
      colour: colour.colour,
      shelved,
      absence,
      judgement: response && judge(run.config, response.at(-1)!.activations),
      layers: readLayers(one, response, asked, responses),
      surface: surface && absence === null ? surfaceOf(one) : null,
    }
  })
}

function readLayers(
  { run, shelved, evaluation }: Asked,
  response: readonly LayerResponse[] | null,
  asked: readonly Asked[],
  responses: readonly (readonly LayerResponse[] | null)[],
): RunAnswer['layers'] {
  const current = evaluation?.step === shelved.ready?.step ? evaluation : null
  return run.config.network.hidden.map((layer, index) => {
    const row = asked.flatMap((other, i) => {
      const hidden = other.run.config.network.hidden[index]
      const values = responses[i]?.[index]?.activations
      return hidden && values ? [{ layer: hidden, values }] : []
    })
    const name = `hidden_${index + 1}`
    return {
      name,
      layer,
      values: response?.[index]?.activations ?? null,
      slopes: response?.[index]?.slopes ?? null,
      scale: scaleOf(layer, row),
      dead: current?.units.find((units) => units.layer === name)?.dead ?? null,
    }
  })
}

let points: Float32Array | undefined
/** Surfaces by the weights that they were computed with: an object of its own for each loading. */
const surfaces = new WeakMap<object, Float32Array>()

/** Share of the second class at each point of the surface. */
function surfaceOf({ run, shelved: { ready } }: Asked): Float32Array | null {
  if (!ready) return null
  const known = surfaces.get(ready)
  if (known) return known
  points ??= surfacePoints()
  const outputs = ready.model.respond(points)
  const units = outputs.length / (points.length / 2)
  const shares = Float32Array.from({ length: points.length / 2 }, (_, i) => {
    return judge(run.config, outputs.subarray(i * units, (i + 1) * units)).values[1]!
  })
  surfaces.set(ready, shares)
  return shares
}
