import { ridgePaths } from '#app/components/run/ridge-path.ts'
import { commonSpan } from '#app/components/run/ridge-scale.ts'
import type { DiagnosticsAnswer, LayerSnapshot } from '#lib/contracts/diagnostics.ts'

/** Ends of the scale on which histograms stand. */
export type Span = readonly [low: number, high: number]

/** The one scale on which the pre-activations of all layers of all runs can be compared. */
export function sharedSpan(answers: readonly DiagnosticsAnswer[]): Span {
  return commonSpan(answers.flatMap(({ layers }) => layers.map((layer) => layer.histograms.preActivation)))
}

/** A layer's pre-activations as the outline of a ridge in a box. */
export function ridgeOf(layer: LayerSnapshot, span: Span, width: number, height: number): string {
  return ridgePaths([layer.histograms.preActivation], span, { width, base: height, height: height - 2 })
    .outlines[0]!
}
