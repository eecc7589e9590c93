import type { Run } from '#lib/contracts/run.ts'

/** The tags of several runs in the order of the alphabet, each with how many of them have it. */
export function tagCounts(runs: readonly Pick<Run, 'tags'>[]): { tag: string; runs: number }[] {
  const counts = new Map<string, number>()
  for (const { tags } of runs) {
    for (const tag of new Set(tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  }
  return [...counts]
    .map(([tag, times]) => ({ tag, runs: times }))
    .toSorted((a, b) => a.tag.localeCompare(b.tag))
}
