import type { Verdict } from '#lib/contracts/verdict.ts'

/**
 * The verdicts that a run shows once `found` has come in. A run that goes on from a checkpoint finds again what it had
 * found after it; until then that stays, so that no verdict is seen to disappear.
 */
export function mergeVerdicts(shown: readonly Verdict[], found: readonly Verdict[]): Verdict[] {
  const again = new Map(found.map((verdict) => [keyOf(verdict), verdict]))
  const kept = shown.map((verdict) => {
    const other = again.get(keyOf(verdict))
    again.delete(keyOf(verdict))
    return other && other.lastStep >= verdict.lastStep ? other : verdict
  })
  return [...kept, ...again.values()]
}

function keyOf({ name, layer }: Verdict): string {
  return `${name}/${layer ?? ''}`
}
