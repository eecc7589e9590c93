import type { RunColour } from '#app/components/charts/run-colours.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** Most runs that one comparison holds; what stands after them in the address is left out. */
export const mostCompared = 100

/** A run within a comparison: what is known of it, and how it is drawn. */
export interface ComparedRun extends RunSnapshot, RunColour {}
