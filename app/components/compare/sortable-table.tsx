'use client'

import { type ReactNode, useState } from 'react'

/** One column of a table whose rows can be put in its order. */
export interface Column<Row> {
  key: string
  title: ReactNode
  /** Its title for those who hear it, where it is more than words. */
  label?: string
  /** Figures stand at the right. */
  figures: boolean
  /** What rows are ordered by; null comes last either way. */
  order: (row: Row) => number | string | null
  cell: (row: Row) => ReactNode
}

interface SortableTableProps<Row> {
  label: string
  rows: readonly Row[]
  /** The first names a row, and stays in sight. */
  columns: readonly [Column<Row>, ...Column<Row>[]]
  keyOf: (row: Row) => string
}

/** What a table is ordered by; null for the order in which its rows come. */
interface Order {
  key: string
  descending: boolean
}

/** Rows of a table that is longer than this are folded. */
const fold = 8

/** A table that scrolls within itself. A column's head orders the rows by it: up, down, as they came. */
export function SortableTable<Row>({ label, rows, columns, keyOf }: SortableTableProps<Row>) {
  const [order, setOrder] = useState<Order | null>(null)
  const [open, setOpen] = useState(false)
  const column = columns.find(({ key }) => key === order?.key)
  const ordered = column && order ? sorted(rows, column.order, order.descending) : rows
  const shown = open || rows.length <= fold + 1 ? ordered : ordered.slice(0, fold)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="relative overflow-x-auto">
        <table className="text-12 [&_td]:h-8 [&_td]:max-w-44 [&_td]:truncate [&_td]:pl-4 [&_tr]:border-b [&_tr]:border-line">
          <thead>
            <tr className="border-line-strong!">
              {columns.map((each, i) => (
                <Head
                  key={each.key}
                  column={each}
                  first={i === 0}
                  order={each === column ? order : null}
                  onOrder={() => setOrder(nextOrder(order, each))}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ key, figures, cell }, i) =>
                  i === 0 ? (
                    <th
                      key={key}
                      scope="row"
                      className="sticky left-0 z-[1] h-8 max-w-40 truncate bg-bg pr-2 text-ink!"
                    >
                      {cell(row)}
                    </th>
                  ) : (
                    <td key={key} className={figures ? 'text-right whitespace-nowrap' : ''}>
                      {cell(row)}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > fold + 1 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 min-h-7 rounded-2 text-12 font-medium text-ink-2 hover:text-ink pointer-coarse:min-h-11"
        >
          {open ? `Only the first ${fold}` : `All ${rows.length}`}
        </button>
      )}
    </>
  )
}

interface HeadProps<Row> {
  column: Column<Row>
  first: boolean
  order: Order | null
  onOrder: () => void
}

function Head<Row>({ column, first, order, onOrder }: HeadProps<Row>) {
  const { title, label, figures } = column
  const sort = order ? (order.descending ? 'descending' : 'ascending') : 'none'
  return (
    <th
      scope="col"
      aria-sort={sort}
      className={`h-7 ${first ? 'sticky left-0 z-[2] bg-bg' : 'pl-4'} ${figures ? 'text-right!' : ''}`}
    >
      <button
        type="button"
        onClick={onOrder}
        {...(label ? { 'aria-label': label } : {})}
        className={`inline-flex min-h-6 items-center gap-1 rounded-2 hover:text-ink ${order ? 'font-medium text-ink' : ''}`}
      >
        {title}
        <span aria-hidden="true" className="w-2 text-11">
          {{ none: '', ascending: '↑', descending: '↓' }[sort]}
        </span>
      </button>
    </th>
  )
}

function nextOrder<Row>(before: Order | null, { key }: Column<Row>): Order | null {
  if (before?.key !== key) return { key, descending: false }
  return before.descending ? null : { key, descending: true }
}

/** Numbers by size, words as a person orders them (2 before 10); nothing last. */
function sorted<Row>(rows: readonly Row[], orderOf: Column<Row>['order'], descending: boolean): Row[] {
  return rows
    .map((row) => ({ row, value: orderOf(row) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null)
      const by =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : String(a.value).localeCompare(String(b.value), 'en', { numeric: true })
      return descending ? -by : by
    })
    .map(({ row }) => row)
}
