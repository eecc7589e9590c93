import type { RunColour } from '#app/components/charts/run-colours.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** Most runs that one comparison holds; what stands after them in the address is left out. */
export const mostCompared = 100

/** A run within a comparison: what is known of it, and how it is drawn. */
export interface ComparedRun extends RunSnapshot, RunColour {}

/** What step of a run stands at a place of the charts' horizontal scale; null where that is not known. */
export type StepAt = (compared: ComparedRun, x: number) => number | null
