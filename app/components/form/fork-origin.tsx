import Link from 'next/link'
import { StateDot } from '#app/components/marks/state-dot.tsx'
import { count, figure } from '#app/format/numbers.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { Field } from './field.tsx'
import { type ForkSource, type ForkStart, startsOf } from './fork-source.ts'
import { Select } from './select.tsx'

interface ForkOriginProps {
  source: ForkSource
  start: ForkStart
  onChange: (start: ForkStart) => void
}

const nameOf = (start: ForkStart) => (start === 'done' ? 'done' : String(start.step))

/** Which run a fork goes on from, and the choice of the checkpoint. */
export function ForkOrigin({ source, start, onChange }: ForkOriginProps) {
  const { run } = source
  const starts = startsOf(source)
  const accuracy = run.summary['val/accuracy']
  const titleOf = (name: string) => startTitle(starts.find((one) => nameOf(one) === name)!, starts)
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Goes on from</legend>
      <div className="grid gap-x-4 gap-y-3 tablet:grid-cols-2">
        <div className="min-w-0">
          <p className="mb-1 text-12 font-medium text-ink-2">Run</p>
          <p className="flex h-control min-w-0 items-center gap-2">
            <StateDot state={run.state} />
            <Link href={`/runs/${run.id}`} className="truncate font-medium text-accent" title={run.name}>
              {run.name}
            </Link>
          </p>
          <p className="mt-1 text-12 text-ink-3">
            {describeDataset(run.config.dataset).title}
            {accuracy && `, val accuracy ${figure(decodeValue(accuracy.last))}`}
          </p>
        </div>
        <Field
          label="Checkpoint"
          error={undefined}
          hint={
            start === 'done'
              ? 'It waits until the run is complete.'
              : 'Weights, and what the optimizer remembers, as they were then.'
          }
        >
          {(attributes) => (
            <Select
              {...attributes}
              value={nameOf(start)}
              options={starts.map(nameOf)}
              titleOf={titleOf}
              onChange={(name) => onChange(starts.find((one) => nameOf(one) === name)!)}
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}

function startTitle(start: ForkStart, starts: readonly ForkStart[]): string {
  if (start === 'done') return 'The end, once it is complete'
  const place = start.epochEnd ? `end of epoch ${start.epoch}` : `in epoch ${start.epoch}`
  const newest = starts.find((one) => one !== 'done') === start
  return `Step ${count(start.step)}, ${place}${newest ? ', the newest' : ''}`
}
