'use client'

import { useEffect, useMemo, useRef } from 'react'
import { button } from '#app/components/marks/button.ts'
import type { Grouping } from '#lib/contracts/run-filter.ts'
import type { BoardState } from './board-state.ts'
import { type BoardSort, bestMetric } from './board-view.ts'
import { type EndedItem, groupedItems, plainItems } from './ended-items.ts'
import { EndedSort } from './ended-sort.tsx'
import { GroupCells } from './group-row.tsx'
import { groupingTitles } from './group-words.ts'
import { QuietChoice } from './quiet-choice.tsx'
import type { RowActs } from './row-acts.ts'
import { RunGroup } from './run-group.tsx'
import { RunRow } from './run-row.tsx'
import type { useGroups } from './use-groups.ts'
import { useVirtualRows } from './use-virtual-rows.ts'

/** Rows before the end of what is known at which more are asked for. */
const ahead = 20

const groupings = Object.entries(groupingTitles).map(([name, title]) => ({
  name: name as Grouping | 'none',
  title,
}))

interface EndedGroupProps {
  state: BoardState
  sort: BoardSort
  onSort: (sort: BoardSort) => void
  grouping: Grouping | null
  onGrouping: (grouping: Grouping | null) => void
  /** Ids of the groups that show their runs. */
  open: readonly string[]
  onToggle: (id: string) => void
  groups: ReturnType<typeof useGroups>
  /** Asks for the next page; null while one is under way, or could not be read. */
  onMore: (() => void) | null
  now: number
  selected: ReadonlySet<string>
  acts: RowActs
}

/** The ended runs, as a list or in groups. Only those in the window, or near it, are on the page. */
export function EndedGroup(props: EndedGroupProps) {
  const { state, grouping, groups, open, onMore } = props
  const body = useRef<HTMLTableSectionElement>(null)
  const items = useMemo(() => {
    if (grouping === null) return plainItems(state.ended)
    return groups.groups ? groupedItems(groups.groups, open, groups.rows) : []
  }, [grouping, state.ended, groups.groups, groups.rows, open])
  const keys = useMemo(() => items.map(({ key }) => key), [items])
  const { rows, below, measure, last } = useVirtualRows(body, keys)
  const wanted = grouping === null && state.nextCursor !== null && last >= items.length - ahead
  useEffect(() => {
    if (wanted) onMore?.()
  }, [wanted, onMore])
  const ids = useMemo(() => items.flatMap((item) => (item.kind === 'run' ? [item.run.id] : [])), [items])

  return (
    <RunGroup
      body={body}
      title="Ended"
      total={state.endedTotal}
      note={
        <>
          <QuietChoice
            label="Group ended runs"
            value={grouping ?? 'none'}
            options={groupings}
            onChange={(name) => props.onGrouping(name === 'none' ? null : name)}
          />
          <EndedSort value={props.sort} onChange={props.onSort} />
        </>
      }
      ids={ids}
      selected={props.selected}
      onSelectAll={props.acts.selectAll}
    >
      {rows.flatMap(({ index, gap }) => {
        const item = items[index]
        if (!item) return []
        return [
          ...(gap > 0 ? [<Gap key={`gap ${index}`} height={gap} />] : []),
          <Item key={item.key} item={item} index={index} measure={measure} {...props} />,
        ]
      })}
      {below > 0 && <Gap height={below} />}
      {grouping !== null && groups.groups === null && (
        <Notice failed={groups.failed} onRetry={groups.retry} />
      )}
    </RunGroup>
  )
}

/** Room for rows that are not on the page. */
function Gap({ height }: { height: number }) {
  return (
    <tr className="gap">
      <td colSpan={7} style={{ height }} />
    </tr>
  )
}

interface ItemProps extends EndedGroupProps {
  item: EndedItem
  index: number
  measure: (row: Element | null) => void
}

function Item({ item, index, measure, grouping, groups, sort, onToggle, now, selected, acts }: ItemProps) {
  if (item.kind === 'run') {
    const { run } = item
    return (
      <RunRow
        run={run}
        now={now}
        selected={selected.has(run.id)}
        acts={acts}
        index={index}
        measure={measure}
      />
    )
  }
  if (item.kind === 'group') {
    return (
      <tr ref={measure} className="head relative" data-group={item.group.id} data-index={index}>
        <GroupCells
          by={grouping!}
          group={item.group}
          open={item.open}
          metric={bestMetric(sort)}
          onToggle={onToggle}
        />
      </tr>
    )
  }
  return (
    <tr ref={measure} className="fold" data-index={index}>
      <td colSpan={7}>
        <span className="fold-words">
          {item.state === 'loading' ? (
            <span className="text-ink-3">Reading its runs</span>
          ) : (
            <button
              type="button"
              className={`${button({ kind: 'ghost' })} px-2!`}
              onClick={() => groups.showMore(item.group)}
            >
              {item.state === 'failed' ? 'The server did not answer. Try again' : 'Show more of this group'}
            </button>
          )}
        </span>
      </td>
    </tr>
  )
}

/** Stands where groups will be, or says that they could not be read. */
function Notice({ failed, onRetry }: { failed: boolean; onRetry: () => void }) {
  return (
    <tr className="fold">
      <td colSpan={7}>
        <span className="fold-words text-ink-3">
          {failed ? 'The groups could not be read.' : 'Summing up'}
          {failed && (
            <button type="button" className={`${button({ kind: 'ghost' })} ml-2 px-2!`} onClick={onRetry}>
              Try again
            </button>
          )}
        </span>
      </td>
    </tr>
  )
}
