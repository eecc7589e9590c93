import { ProgressBar } from '#app/components/marks/progress-bar.tsx'
import { clock } from '#app/format/durations.ts'
import { count } from '#app/format/numbers.ts'
import { placeWords } from '#app/format/queue-words.ts'
import { endedEarly } from '#app/format/run-words.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

interface RunProgressProps {
  run: Run
  /** Null where it is not known. */
  queue: Queue | null
  /** Milliseconds since 1970. */
  now: number
  /** Name of the run that has to complete first. */
  awaited: string | null
}

/** Epoch and step of all, the share done, and the time left. */
export function RunProgress({ run, ...waiting }: RunProgressProps) {
  const { step, steps, epoch, epochs, samplesPerSecond } = run.progress
  const share = steps > 0 ? step / steps : 0
  const stepsPerSecond = samplesPerSecond === null ? null : samplesPerSecond / run.config.batchSize
  const words = restWords(run, waiting)
  return (
    <div className="mt-3 mb-4 grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-2 text-ink-2 tablet:grid-cols-[auto_1fr_auto]">
      <span className="whitespace-nowrap">
        Epoch <b className="font-medium text-ink">{count(epoch)}</b> of {count(epochs)}
        <span className="hidden text-ink-3 tablet:inline">
          {' '}
          · step {count(step)} of {count(steps)}
          {run.state === 'running' && stepsPerSecond !== null && ` · ${count(stepsPerSecond)} steps/s`}
        </span>
      </span>
      <span className="order-3 col-span-2 tablet:order-none tablet:col-span-1">
        <ProgressBar
          share={share}
          label={`Step ${count(step)} of ${count(steps)}`}
          quiet={endedStates.includes(run.state)}
        />
      </span>
      <span className="min-w-0 text-right">
        <b className="font-medium text-ink">{Math.floor(share * 100)} %</b>
        {words && <span className="text-ink-3"> · {words}</span>}
        {endedEarly(run) && <span className="hidden text-ink-3 tablet:inline">, val loss got no better</span>}
      </span>
    </div>
  )
}

/** What there is to say of the rest; null where nothing is left, or nothing is known of it. */
function restWords(run: Run, { queue, now, awaited }: Omit<RunProgressProps, 'run'>): string | null {
  if (endedEarly(run)) return 'stopped early'
  if (run.state === 'running') {
    if (run.requested) return run.requested === 'pause' ? 'pausing…' : 'stopping…'
    const { etaSeconds } = run.progress
    return etaSeconds === null ? null : `${clock(etaSeconds)} left`
  }
  if (run.state !== 'queued') return null
  if (run.after) return `waits for ${awaited ?? 'another run'}`
  const item = queue?.items.find(({ runId }) => runId === run.id)
  return item ? placeWords(item, now) : 'waits for a worker'
}
