import Link from 'next/link'
import { PlainChart } from '#app/components/compare/plain-chart.tsx'
import { button } from '#app/components/marks/button.ts'

/** The page without runs: how to come to some. */
export function AskEmpty({ unknown }: { unknown: readonly string[] }) {
  return (
    <div className="grid justify-items-start gap-4 py-8 tablet:justify-items-center tablet:py-24">
      <PlainChart />
      <h1>{unknown.length > 0 ? 'None of these runs exists' : 'Nobody to ask yet'}</h1>
      <p className="max-w-[52ch] text-14 break-words text-ink-2 tablet:text-center">
        {unknown.length > 0 && (
          <>
            No run has the id <code>{unknown.join(', ')}</code>.{' '}
          </>
        )}
        Open a run, or compare some, and choose Ask it: then draw a digit and see what each network says.
      </p>
      <Link href="/" className={button({ kind: 'primary' })}>
        Choose runs
      </Link>
    </div>
  )
}
