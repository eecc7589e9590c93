import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { deadShare } from '#lib/nn/verdicts/units.ts'

/** The hidden layer with most dead units at the last count. */
export interface WorstLayer {
  layer: string
  /** Of its units, 0 to 1. */
  dead: number
  /** Whether that is what a verdict calls dying. */
  dying: boolean
}

/** Where most units are dead; the first layer where none is; null while none were counted. */
export function worstLayer({ run, series }: Pick<RunSnapshot, 'run' | 'series'>): WorstLayer | null {
  return run.config.network.hidden.reduce<WorstLayer | null>((worst, _, i) => {
    const layer = `hidden_${i + 1}`
    const dead = series[`dead_units/${layer}`]?.values.at(-1)
    if (dead === undefined || (worst && !(dead > worst.dead))) return worst
    return { layer, dead, dying: dead > deadShare }
  }, null)
}
