import type { RunColour } from '#app/components/charts/run-colours.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** A run within a comparison: what is known of it, and how it is drawn. */
export interface ComparedRun extends RunSnapshot, RunColour {}
