import Link from 'next/link'
import { replayWords } from '#app/format/run-words.ts'
import type { Run } from '#lib/contracts/run.ts'

/** What a replay repeats, and how it came out; nothing for any other run. */
export function ReplayLine({ run, original }: { run: Run; original: string | null }) {
  const { replay } = run
  if (!replay) return null
  const differs = replay.identical === false
  return (
    <p role="status" className="mt-1 flex flex-wrap items-center gap-x-1.5 text-ink-2">
      {replay.identical !== null && (
        <span className="mark" data-tone={differs ? 'bad' : 'ok'} aria-hidden="true" />
      )}
      <span className="min-w-0 break-words">
        Replay of{' '}
        {original === null ? (
          'a run that is gone'
        ) : (
          <Link href={`/runs/${replay.of}`} className="text-accent">
            {original}
          </Link>
        )}
        :{' '}
        <span className={differs ? 'font-medium text-bad' : replay.identical ? 'font-medium text-ink' : ''}>
          {replayWords(run, replay)}
        </span>
      </span>
    </p>
  )
}
