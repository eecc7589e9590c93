import Link from 'next/link'
import { ProgressBar } from '#app/components/marks/progress-bar.tsx'
import { clock, elapsedSeconds, took } from '#app/format/durations.ts'
import { count, setting } from '#app/format/numbers.ts'
import { ordinal } from '#app/format/queue-words.ts'
import { endedEarly } from '#app/format/run-words.ts'
import type { Run } from '#lib/contracts/run.ts'

interface ProgressCellProps {
  run: Run
  /** Milliseconds since 1970. */
  now: number
  /** Place in the queue from 1; null where it has none. */
  position: number | null
  /** When it is expected to begin, in words; null where nothing is known of it. */
  start: string | null
  /** Name of the run that it waits for; null where that is not known. */
  awaited: string | null
}

/** How far a run is, in the words of its state. */
export function ProgressCell({ run, now, ...waiting }: ProgressCellProps) {
  if (run.state === 'running') return <Running run={run} />
  if (run.state === 'paused') {
    return <span className="text-ink-2">paused at epoch {count(run.progress.epoch)}</span>
  }
  if (run.state === 'queued') return <Queued run={run} {...waiting} />
  return <Ended run={run} now={now} />
}

function Running({ run }: { run: Run }) {
  const { step, steps, epoch, epochs, etaSeconds } = run.progress
  const share = steps > 0 ? step / steps : 0
  const left = etaSeconds === null ? '' : `${clock(etaSeconds)} left`
  const asked = run.requested && (run.requested === 'pause' ? 'pausing…' : 'stopping…')
  return (
    <div className="grid grid-cols-[1fr_auto] items-center gap-x-2 gap-y-0.5 text-12">
      <span className="font-medium">{Math.floor(share * 100)} %</span>
      <span className={asked ? 'text-warn' : 'text-ink-3'}>{asked ?? left}</span>
      <div className="col-span-2">
        <ProgressBar share={share} label={`${run.name}: epoch ${epoch} of ${epochs}`} />
      </div>
    </div>
  )
}

/** The place in the queue, or what it waits for. */
function Queued({ run, position, start, awaited }: Omit<ProgressCellProps, 'now'>) {
  if (run.after !== null) {
    return (
      <span className="flex min-w-0 text-ink-2">
        <span className="whitespace-pre">after </span>
        <Link
          href={`/runs/${run.after}`}
          prefetch={false}
          title={awaited ?? undefined}
          className="relative z-[2] truncate text-ink underline decoration-line-control underline-offset-3"
        >
          {awaited ?? 'another run'}
        </Link>
      </span>
    )
  }
  if (position === null) return <span className="text-ink-2">queued</span>
  return (
    <span
      className="block truncate text-ink-2"
      title={run.priority === 0 ? undefined : `Priority ${setting(run.priority)}`}
    >
      <span className="text-ink">{position === 1 ? 'next' : ordinal(position)}</span>
      {start !== null && (
        <span className="text-ink-3">
          {' · '}
          <span className="starts">starts </span>
          {start}
        </span>
      )}
    </span>
  )
}

function Ended({ run, now }: { run: Run; now: number }) {
  const { epoch, epochs } = run.progress
  const seconds = elapsedSeconds(run, now)
  const cut = run.state === 'completed' ? null : run.state
  return (
    <span className="block truncate text-ink-2" title={run.error ?? undefined}>
      {cut && (
        <>
          <span className={`font-medium ${cut === 'failed' ? 'text-bad' : 'text-ink'}`}>{cut}</span>
          <span className="text-ink-3"> · </span>
        </>
      )}
      {endedEarly(run) && <span className="text-ink-3">early, </span>}
      {cut === null && !endedEarly(run)
        ? `${count(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`
        : `at ${count(epoch)} of ${count(epochs)}`}
      {seconds !== null && (
        <span className="text-ink-3"> · {seconds < 60 ? took(seconds) : clock(seconds)}</span>
      )}
    </span>
  )
}
