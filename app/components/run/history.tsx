'use client'

import { ago } from '#app/format/durations.ts'
import { type EventLine, eventLines } from '#app/format/run-events.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { fetchEvents } from '#app/requests/control.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Lines that are shown before somebody asks for the rest. */
const shownFirst = 8

/** Everything of a run whose change leaves an event. */
function versionOf({ id, state, attempt, requested, priority, learningRateChanges }: Run): string {
  const rates = learningRateChanges.map(({ id, step }) => `${id}:${step}`)
  return [id, state, attempt, requested, priority, ...rates].join(' ')
}

/** What happened to a run, the newest first: when, who, what and why. */
export function History({ run, now }: { run: Run; now: number }) {
  const { answer, failed } = useAnswer(versionOf(run), async (signal) =>
    eventLines((await fetchEvents(run.id, signal)).items),
  )
  return (
    <section className="mt-6 border-t border-line pt-2.5" aria-label="History">
      <h2 className="flex min-h-7 items-center">History</h2>
      {answer ? (
        <HistoryLines lines={answer.toReversed()} now={now} />
      ) : (
        <p className="min-h-8 py-1.5 text-ink-3">{failed ? 'The server did not answer.' : 'Looking.'}</p>
      )}
      {failed && answer && (
        <p role="status" className="mt-1 text-12 text-warn">
          The server did not answer; what happened last may be missing.
        </p>
      )}
    </section>
  )
}

function HistoryLines({ lines, now }: { lines: readonly EventLine[]; now: number }) {
  const rest = lines.slice(shownFirst)
  return (
    <>
      <Lines lines={lines.slice(0, shownFirst)} now={now} />
      {rest.length > 0 && (
        <details>
          <summary className="min-h-8 cursor-pointer rounded-2 py-1.5 font-medium text-ink-2 hover:text-ink">
            {rest.length} before these
          </summary>
          <Lines lines={rest} now={now} />
        </details>
      )}
    </>
  )
}

function Lines({ lines, now }: { lines: readonly EventLine[]; now: number }) {
  return (
    <ol>
      {lines.map(({ id, at, who, what, why }) => (
        <li
          key={id}
          className="grid grid-cols-[56px_minmax(0,1fr)] gap-x-3 border-b border-line py-1.5 text-ink-2"
        >
          <time dateTime={at} title={new Date(at).toLocaleString()} className="text-12 leading-5 text-ink-3">
            {ago(at, now)}
          </time>
          <span className="min-w-0 break-words">
            {who && <b className="font-medium text-ink">{who} </b>}
            <span className={who ? '' : 'text-ink'}>{what}</span>
            {why && <span className="text-ink-2">: {why}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
