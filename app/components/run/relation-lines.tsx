import Link from 'next/link'
import type { ReactNode } from 'react'
import { configChanges } from '#app/format/config-changes.ts'
import { count } from '#app/format/numbers.ts'
import { replayWords } from '#app/format/run-words.ts'
import type { Fork, Run } from '#lib/contracts/run.ts'

/** Names of the runs that a run has to do with; null where there is none, or none any more. */
export interface RelatedNames {
  original: string | null
  parent: string | null
  awaited: string | null
}

/** What a run repeats, goes on from, or waits for, a line each; nothing for most runs. */
export function RelationLines({ run, names }: { run: Run; names: RelatedNames }) {
  const { state, fork, replay, after } = run
  return (
    <>
      {fork && <ForkLine run={run} fork={fork} name={names.parent} />}
      {replay && <ReplayLine run={run} replay={replay} name={names.original} />}
      {after && after !== fork?.of && state === 'queued' && (
        <Line>
          Waits until <RunLink id={after} name={names.awaited} /> is complete
        </Line>
      )}
    </>
  )
}

function Line({ children }: { children: ReactNode }) {
  return <p className="mt-2 flex flex-wrap items-center gap-x-1.5 text-ink-2 tablet:mt-1">{children}</p>
}

function RunLink({ id, name }: { id: string; name: string | null }) {
  if (name === null) return 'a run that is gone'
  return (
    <Link href={`/runs/${id}`} className="text-accent underline decoration-1 underline-offset-3">
      {name}
    </Link>
  )
}

/** Where a fork begins, and what of the configuration is another. */
function ForkLine({ run, fork, name }: { run: Run; fork: Fork; name: string | null }) {
  const changes = configChanges(fork.config, run.config)
  return (
    <Line>
      <span className="min-w-0 break-words">
        Fork of <RunLink id={fork.of} name={name} />
        {fork.step !== null && ` at step ${count(fork.step)}`}
        {fork.step === null && run.state === 'queued' && ', waits until that is complete'}
        {changes.length > 0 ? `: ${changes.join(', ')}` : ', nothing changed'}
      </span>
    </Line>
  )
}

function ReplayLine({
  run,
  replay,
  name,
}: {
  run: Run
  replay: NonNullable<Run['replay']>
  name: string | null
}) {
  const { identical } = replay
  const differs = identical === false
  return (
    <div role="status">
      <Line>
        {identical !== null && (
          <span className="mark" data-tone={differs ? 'bad' : 'ok'} aria-hidden="true" />
        )}
        <span className="min-w-0 break-words">
          Replay of <RunLink id={replay.of} name={name} />:{' '}
          <span className={differs ? 'font-medium text-bad' : identical ? 'font-medium text-ink' : ''}>
            {replayWords(run, replay)}
          </span>
        </span>
      </Line>
    </div>
  )
}
