/**
 * At most `most` (2 or more) of an ascending list: every 2ᵏ-th from the first, k as small as can be, and the newest. So
 * while a list grows, what is left of it does not shift; now and then every second goes.
 */
export function thinSteps(steps: readonly number[], most: number): number[] {
  let stride = 1
  while (kept(steps.length, stride) > most) stride *= 2
  return steps.filter((_, i) => i % stride === 0 || i === steps.length - 1)
}

/** How many a stride leaves of so many. */
function kept(length: number, stride: number): number {
  return Math.ceil(length / stride) + ((length - 1) % stride === 0 ? 0 : 1)
}
