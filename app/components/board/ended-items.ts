import type { Run } from '#lib/contracts/run.ts'
import type { RunGroup, RunGroups } from '#lib/contracts/run-group.ts'
import type { GroupRows } from './use-groups.ts'

/** One row of the ended runs: a run, the head of a group, or what stands at the end of one that has more. */
export type EndedItem =
  | { kind: 'run'; key: string; run: Run }
  | { kind: 'group'; key: string; group: RunGroup; open: boolean }
  | { kind: 'more'; key: string; group: string; state: GroupRows['state'] }

/** Ended runs as a plain list. */
export function plainItems(runs: readonly Run[]): EndedItem[] {
  return runs.map((run) => ({ kind: 'run', key: run.id, run }))
}

/** Ended runs in groups; a run with several tags stands in several. */
export function groupedItems(
  { items }: RunGroups,
  open: readonly string[],
  rows: ReadonlyMap<string, GroupRows>,
): EndedItem[] {
  return items.flatMap((group): EndedItem[] => {
    const { id } = group
    const head: EndedItem = { kind: 'group', key: id, group, open: open.includes(id) }
    if (!head.open) return [head]
    const { runs, nextCursor, state } = rows.get(id) ?? {
      runs: [],
      nextCursor: null,
      state: 'loading' as const,
    }
    const inside = runs.map((run): EndedItem => ({ kind: 'run', key: `${id}/${run.id}`, run }))
    if (state === 'read' && nextCursor === null) return [head, ...inside]
    return [head, ...inside, { kind: 'more', key: `${id}/`, group: id, state }]
  })
}
