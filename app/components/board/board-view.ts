import { type Grouping, groupings } from '#lib/contracts/run-filter.ts'
import { type RunSort, runListQuerySchema } from '#lib/contracts/run-list.ts'

/** What the ended runs can be sorted by, the usual order first. */
export const boardSorts = [
  '-createdAt',
  'createdAt',
  '-val/accuracy',
  'val/accuracy',
  'val/loss',
  '-val/loss',
] as const satisfies readonly RunSort[]
export type BoardSort = (typeof boardSorts)[number]

/** The filters of the board, under the names that the API has for them. */
const filterNames = ['q', 'dataset', 'activation', 'state', 'verdict', 'tag', 'createdBy'] as const
export type FilterName = (typeof filterNames)[number]

/** What narrows the board, where an absent field narrows nothing, and how its ended runs are sorted. */
export type BoardFilter = { [Name in FilterName]?: string } & { sort?: BoardSort }

/** All of the board that a link holds. */
export interface BoardView {
  filter: BoardFilter
  /** What ended runs are grouped by; null for a plain list. */
  grouping: Grouping | null
  /** Ids of the groups that show their runs. */
  open: readonly string[]
  /** Ids of the selected runs. */
  selected: readonly string[]
}

/** The view of a query string; a part that the contract refuses says nothing. */
export function readView(query: string): BoardView {
  const parameters = new URLSearchParams(query)
  const filter: BoardFilter = {}
  for (const name of filterNames) {
    const value = parameters.get(name)
    if (value && runListQuerySchema.safeParse({ [name]: value }).success) filter[name] = value
  }
  const sort = boardSorts.find((name) => name === parameters.get('sort'))
  if (sort) filter.sort = sort
  return {
    filter,
    grouping: groupings.find((name) => name === parameters.get('group')) ?? null,
    open: parameters.getAll('open'),
    selected: (parameters.get('selected') ?? '').split(',').filter((id) => /^[0-9a-z]{16}$/.test(id)),
  }
}

/** The query string of a view, without what is as usual. */
export function writeView({ filter, grouping, open, selected }: BoardView): string {
  const parameters = new URLSearchParams()
  for (const name of filterNames) if (filter[name]) parameters.set(name, filter[name])
  if (filter.sort && filter.sort !== boardSorts[0]) parameters.set('sort', filter.sort)
  if (grouping) parameters.set('group', grouping)
  // A group of another grouping has nothing to open.
  for (const id of open) if (grouping && id.startsWith(`${grouping}:`)) parameters.append('open', id)
  if (selected.length > 0) parameters.set('selected', selected.join())
  return parameters.toString()
}

/** Whether a filter leaves out runs. */
export function narrows(filter: BoardFilter): boolean {
  return filterNames.some((name) => filter[name])
}

/** Metric whose best figure the board shows, so that what it is sorted by can be seen. */
export function bestMetric(sort: BoardSort | undefined): 'val/accuracy' | 'val/loss' {
  return sort?.endsWith('val/loss') ? 'val/loss' : 'val/accuracy'
}
