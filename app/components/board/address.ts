import { type BoardFilter, boardSorts } from './board-state.ts'

/** Address of the board under a filter; what is as usual does not stand in it. */
export function addressOf({ sort, ...filter }: BoardFilter): string {
  const entries = Object.entries({ ...filter, sort: sort === boardSorts[0] ? '' : sort })
  const query = new URLSearchParams(entries.flatMap(([name, value]) => (value ? [[name, value]] : [])))
  return query.size > 0 ? `/?${query}` : '/'
}
