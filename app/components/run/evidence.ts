import { type Tone, type VerdictGroup, verdictLooks } from '#app/format/verdicts.ts'
import { type MeasureName, measureNames } from '#lib/contracts/diagnostics.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { VerdictName } from '#lib/nn/names.ts'

/** The chart in which something is seen: a measure per layer, or the loss. */
export type EvidenceChart = MeasureName | 'loss'

/** Where a chart shows what a verdict is about. */
export interface EvidencePlace {
  chart: EvidenceChart
  /** Null where the chart has no layers. */
  layer: string | null
  /** Steps, both inclusive. */
  from: number
  to: number
}

/** Where the charts show what one kind of verdict found. */
export interface Evidence {
  name: VerdictName
  word: string
  tone: Tone
  places: readonly EvidencePlace[]
}

/** What is measured for a kind of verdict where its figures name no measure per layer. */
const usual: Partial<Record<VerdictName, MeasureName>> = {
  vanishing: 'grad_norm',
  dying: 'dead_units',
  saturated: 'saturation',
}

const isMeasure = (name: string): name is MeasureName => measureNames.some((known) => known === name)

/** The chart and the layer whose figures a rule read, by their metric keys; the loss where it read no layer's. */
function placeOf({ name, layer, step, lastStep, evidence }: Verdict): EvidencePlace {
  const span = { from: step, to: lastStep }
  for (const key of Object.keys(evidence)) {
    const [measure, place] = key.split('/')
    if (measure && place && isMeasure(measure) && (!layer || layer === place)) {
      return { chart: measure, layer: place, ...span }
    }
  }
  const measure = layer ? usual[name] : undefined
  return measure ? { chart: measure, layer, ...span } : { chart: 'loss', layer: null, ...span }
}

/** Where to look for what a group of verdicts found; null for healthy, which is everywhere. */
export function evidenceOf({ first, others }: VerdictGroup): Evidence | null {
  const { name } = first
  if (name === 'healthy') return null
  const { word, tone } = verdictLooks[name]
  return { name, word, tone, places: [first, ...others].map(placeOf) }
}

/** Id of the strip in which a chart stands. */
export const stripId = (chart: EvidenceChart) => `strip-${chart}`
