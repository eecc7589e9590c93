import { ProgressBar } from '#app/components/marks/progress-bar.tsx'
import { clock } from '#app/format/durations.ts'
import { count } from '#app/format/numbers.ts'
import { endedEarly } from '#app/format/run-words.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** Epoch and step of all, the share done, and the time left. */
export function RunProgress({ run }: { run: Run }) {
  const { step, steps, epoch, epochs, samplesPerSecond, etaSeconds } = run.progress
  const share = steps > 0 ? step / steps : 0
  const stepsPerSecond = samplesPerSecond === null ? null : samplesPerSecond / run.config.batchSize
  const running = run.state === 'running'
  return (
    <div className="mt-3 mb-4 grid grid-cols-[1fr_auto] items-center gap-x-3 gap-y-2 text-ink-2 tablet:grid-cols-[auto_1fr_auto]">
      <span className="whitespace-nowrap">
        Epoch <b className="font-medium text-ink">{count(epoch)}</b> of {count(epochs)}
        <span className="hidden text-ink-3 tablet:inline">
          {' '}
          · step {count(step)} of {count(steps)}
          {running && stepsPerSecond !== null && ` · ${count(stepsPerSecond)} steps/s`}
        </span>
      </span>
      <span className="order-3 col-span-2 tablet:order-none tablet:col-span-1">
        <ProgressBar
          share={share}
          label={`Step ${count(step)} of ${count(steps)}`}
          quiet={endedStates.includes(run.state)}
        />
      </span>
      <span className="whitespace-nowrap">
        <b className="font-medium text-ink">{Math.floor(share * 100)} %</b>
        {running && etaSeconds !== null && <span className="text-ink-3"> · {clock(etaSeconds)} left</span>}
        {endedEarly(run) && (
          <span className="text-ink-3">
            {' '}
            · stopped early<span className="hidden tablet:inline">, val loss got no better</span>
          </span>
        )}
        {run.state === 'queued' && <span className="text-ink-3"> · waits for a worker</span>}
      </span>
    </div>
  )
}
