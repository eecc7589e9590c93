import { ProgressBar } from '#app/components/marks/progress-bar.tsx'
import { clock, elapsedSeconds, took } from '#app/format/durations.ts'
import { count } from '#app/format/numbers.ts'
import { endedEarly } from '#app/format/run-words.ts'
import type { Run } from '#lib/contracts/run.ts'

const endings = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
])
const ordinals = new Intl.PluralRules('en-US', { type: 'ordinal' })

/** A place in words: 2nd, 3rd, 11th. */
function ordinal(place: number): string {
  return `${place}${endings.get(ordinals.select(place)) ?? 'th'}`
}

/** How far a run is, in the words of its state. */
export function ProgressCell({ run, now, place }: { run: Run; now: number; place: number }) {
  const { step, steps, epoch, epochs, etaSeconds } = run.progress
  if (run.state === 'running') {
    const share = steps > 0 ? step / steps : 0
    return (
      <div className="grid grid-cols-[1fr_auto] items-center gap-x-2 gap-y-0.5 text-12">
        <span className="font-medium">{Math.floor(share * 100)} %</span>
        <span className="text-ink-3">{etaSeconds === null ? '' : `${clock(etaSeconds)} left`}</span>
        <div className="col-span-2">
          <ProgressBar share={share} label={`${run.name}: epoch ${epoch} of ${epochs}`} />
        </div>
      </div>
    )
  }
  if (run.state === 'queued')
    return <span className="text-ink-2">{place === 0 ? 'next' : ordinal(place + 1)}</span>
  if (run.state === 'paused') return <span className="text-ink-2">paused at epoch {epoch}</span>
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
