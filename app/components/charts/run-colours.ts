import { colourOf } from '#lib/contracts/run.ts'

/** How the lines of a run are drawn. */
export interface RunColour {
  /** CSS colour. */
  colour: string
  dashed: boolean
}

const palette = 8

/** A run's own colour, the same on every page where nothing else claims it. */
export function runColour(runId: string): string {
  return `var(--run-${colourOf(runId) + 1})`
}

/**
 * Colours for runs that stand together: each its own; where an earlier one has that, the next that is free.
 * From the ninth on they repeat, dashed.
 */
export function resolveColours(runIds: readonly string[]): RunColour[] {
  let taken = new Set<number>()
  return runIds.map((id, index) => {
    if (index % palette === 0) taken = new Set()
    let slot = colourOf(id)
    while (taken.has(slot)) slot = (slot + 1) % palette
    taken.add(slot)
    return { colour: `var(--run-${slot + 1})`, dashed: index >= palette }
  })
}
