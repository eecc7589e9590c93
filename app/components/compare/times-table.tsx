import { count, setting } from '#app/format/numbers.ts'
import { RunName } from './run-name.tsx'
import type { RunSet } from './run-sets.ts'
import { type Column, SortableTable } from './sortable-table.tsx'
import { duration } from './speed-conclusion.ts'
import { leastMean, type TimedSet, type Timing } from './time-to-accuracy.ts'

interface TimesTableProps {
  timed: readonly TimedSet[]
  accuracies: readonly number[]
  /** Whether the server did not answer. */
  failed: boolean
  /** Whether it has answered at all. */
  known: boolean
}

/** Steps and seconds of training to each accuracy, a row a set of runs; the least of a column is strong. */
export function TimesTable({ timed, accuracies, failed, known }: TimesTableProps) {
  const seeds = timed.some(({ set }) => set.runs.length > 1)
  const timeless =
    known && timed.some(({ timings }) => timings.some(({ steps, seconds }) => steps && !seconds))
  return (
    <section className="border-t border-line pt-2.5 pb-6">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        <h2>Time to accuracy</h2>
        <span className="ml-auto text-12 text-ink-3">
          {seeds ? 'mean ± std of the seeds, ' : 'steps and seconds, '}first validation at or above
        </span>
      </div>
      {accuracies.length === 0 ? (
        <p className="mt-1 text-ink-2">Stands here once a run was validated.</p>
      ) : (
        <SortableTable
          label="Time to accuracy"
          rows={timed}
          keyOf={({ set }) => set.id}
          columns={[nameColumn, ...accuracies.map((_, i) => timeColumn(timed, accuracies, i, known))]}
        />
      )}
      {failed && (
        <p role="status" className="mt-1 text-12 text-warn">
          The server did not answer{known ? '; these are the last times that were received' : ''}.
        </p>
      )}
      {timeless && (
        <p className="mt-1 text-12 text-ink-3">No times recorded for runs from before they were taken.</p>
      )}
    </section>
  )
}

const nameColumn: Column<TimedSet> = {
  key: 'name',
  title: 'Run',
  figures: false,
  order: ({ set }) => set.name,
  cell: ({ set }) => <SetName set={set} />,
}

function SetName({ set }: { set: RunSet }) {
  return (
    <span className="inline-flex max-w-full items-baseline gap-1.5">
      <RunName {...set} />
      {set.runs.length > 1 && (
        <span className="text-11 whitespace-nowrap text-ink-3">{set.runs.length} seeds</span>
      )}
    </span>
  )
}

function timeColumn(
  timed: readonly TimedSet[],
  accuracies: readonly number[],
  index: number,
  known: boolean,
): Column<TimedSet> {
  const title = `${setting(Number((100 * accuracies[index]!).toFixed(2)))} %`
  const [steps, seconds] = [leastMean(timed, index, 'steps'), leastMean(timed, index, 'seconds')]
  return {
    key: title,
    title,
    label: `Order by time to ${title}`,
    figures: true,
    order: ({ timings }) => {
      const { reached, of, seconds, steps } = timings[index]!
      // Those that not every seed reached come after those that all did.
      return reached === 0 ? null : (seconds ?? steps)!.mean + (reached < of ? 1e12 : 0)
    },
    cell: ({ timings }) =>
      known ? <TimeCell timing={timings[index]!} steps={steps} seconds={seconds} /> : null,
  }
}

interface TimeCellProps {
  timing: Timing
  /** The least of the column. */
  steps: number | null
  seconds: number | null
}

function TimeCell({ timing, steps, seconds }: TimeCellProps) {
  const { reached, of, open } = timing
  if (!timing.steps) return <span className="text-ink-3">{open ? 'not yet' : 'never'}</span>
  const all = reached === of
  return (
    <span className="block py-1 leading-4">
      <Best wins={all && timing.steps.mean === steps}>
        {count(timing.steps.mean)}
        {timing.steps.std !== null && ` ± ${count(timing.steps.std)}`}
      </Best>
      <Best wins={all && timing.seconds?.mean === seconds}>
        {timing.seconds ? duration(timing.seconds.mean) : '–'}
        {timing.seconds?.std != null && ` ± ${duration(timing.seconds.std)}`}
      </Best>
      {!all && (
        <span className="block text-11 text-ink-3">
          {reached} of {of}
        </span>
      )}
    </span>
  )
}

function Best({ wins, children }: { wins: boolean; children: React.ReactNode }) {
  return (
    <span className={`block ${wins ? 'font-semibold text-ink' : 'text-ink-2'}`}>
      {children}
      {wins && <span className="sr-only"> (least)</span>}
    </span>
  )
}
