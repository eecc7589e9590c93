import { absent } from '#app/format/config-fields.ts'
import { figure } from '#app/format/numbers.ts'
import type { ComparedRun } from './compared-run.ts'
import { type Difference, differences } from './differences.ts'
import { RunName } from './run-name.tsx'
import { type Column, SortableTable } from './sortable-table.tsx'
import { standingOf } from './standings.ts'

/** Only the settings in which the runs differ, a row a run, and how far each got. */
export function DifferencesTable({ runs }: { runs: readonly ComparedRun[] }) {
  const { differing, fields } = differences(runs.map(({ run }) => run))
  const rows = runs.map((compared, i) => ({
    compared,
    best: standingOf(compared).bestAccuracy,
    values: differing.map(({ values }) => values[i]!),
  }))
  return (
    <section className="border-t border-line pt-2.5 pb-6">
      <div className="flex min-h-7 items-center gap-3">
        <h2>What differs</h2>
        <span className="ml-auto text-12 text-ink-3">
          {differing.length} of {fields} fields
        </span>
      </div>
      {differing.length === 0 ? (
        <p className="mt-1 text-ink-2">
          {runs.length < 2
            ? 'A second run would show what differs.'
            : 'Nothing: these runs were set up alike.'}
        </p>
      ) : (
        <SortableTable
          label="Differing fields"
          rows={rows}
          keyOf={({ compared }) => compared.run.id}
          columns={[nameColumn, ...differing.map(fieldColumn), bestColumn]}
        />
      )}
    </section>
  )
}

interface Row {
  compared: ComparedRun
  best: number | null
  /** Of the differing fields. */
  values: string[]
}

const nameColumn: Column<Row> = {
  key: 'run',
  title: 'Run',
  figures: false,
  order: ({ compared }) => compared.run.name,
  cell: ({ compared }) => <RunName {...compared} name={compared.run.name} />,
}

const bestColumn: Column<Row> = {
  key: 'best accuracy',
  title: 'Best accuracy',
  figures: true,
  order: ({ best }) => best,
  cell: ({ best }) => (best === null ? absent : figure(best)),
}

const isNumber = (value: string): boolean => value === absent || /^−?[\d,.]+$/.test(value)

function fieldColumn({ name, values }: Difference, i: number): Column<Row> {
  const figures = values.every(isNumber)
  return {
    key: `field ${name}`,
    title: <code>{name}</code>,
    figures,
    order: ({ values }) => orderOf(values[i]!, figures),
    cell: ({ values }) => <span title={values[i]}>{values[i]}</span>,
  }
}

function orderOf(value: string, figures: boolean): number | string | null {
  if (value === absent) return null
  return figures ? Number(value.replaceAll(',', '').replace('−', '-')) : value
}
