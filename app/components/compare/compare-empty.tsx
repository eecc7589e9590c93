import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'
import { PlainChart } from './plain-chart.tsx'

/** The comparison without runs: how to choose some. */
export function CompareEmpty({ unknown }: { unknown: readonly string[] }) {
  return (
    <div className="grid justify-items-start gap-4 py-8 tablet:justify-items-center tablet:py-24">
      <PlainChart />
      <h1>{unknown.length > 0 ? 'None of these runs exists' : 'Nothing to compare yet'}</h1>
      <p className="max-w-[52ch] text-14 break-words text-ink-2 tablet:text-center">
        {unknown.length > 0 && (
          <>
            No run has the id <code>{unknown.join(', ')}</code>.{' '}
          </>
        )}
        Tick two or more runs on the board and choose Compare, or let the form queue the same network with
        three activations.
      </p>
      <div className="flex flex-wrap gap-2">
        <Link href="/" className={button({ kind: 'primary' })}>
          Choose runs
        </Link>
        <Link href="/new" className={button()}>
          New run
        </Link>
      </div>
    </div>
  )
}
