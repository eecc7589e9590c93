import { Plus } from 'lucide-react'
import Link from 'next/link'
import { Activation } from '#app/components/marks/activations.tsx'
import { button } from '#app/components/marks/button.ts'

/** The board without a run: what belongs here, and how to get it. */
export function BoardEmpty({ filtered }: { filtered: boolean }) {
  if (filtered)
    return <p className="border-t border-line py-8 text-14 text-ink-2">No run matches these filters.</p>
  return (
    <div className="grid justify-items-start gap-4 border-t border-line py-12 tablet:justify-items-center tablet:py-24">
      <Curves />
      <p className="max-w-[52ch] text-14 text-ink-2 tablet:text-center">
        Runs stand here: what trains now, what waits, and what has ended. Start with the same network three
        times, with <Activation name="sigmoid" />, <Activation name="tanh" /> and <Activation name="relu" />,
        and see which learns.
      </p>
      <div className="flex flex-wrap gap-2">
        <Link href="/new" className={button({ kind: 'primary' })}>
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
          New run
        </Link>
        <Link href="/explore?f=sigmoid,tanh,relu" className={button()}>
          Explore activations first
        </Link>
      </div>
    </div>
  )
}

/** Three learning curves as they usually come out. */
function Curves() {
  return (
    <svg width="240" height="96" viewBox="0 0 240 96" fill="none" aria-hidden="true">
      {[16, 42, 68].map((y) => (
        <path key={y} d={`M0 ${y + 0.5}H240`} stroke="var(--grid)" />
      ))}
      <path d="M0 94.5H240" stroke="var(--line-strong)" />
      <g strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round">
        <path d="M2 90C10 40 20 22 48 17S150 12 238 11" stroke="var(--run-1)" />
        <path d="M2 90C24 56 40 36 80 28S180 19 238 18" stroke="var(--run-3)" />
        <path d="M2 90C60 90 96 89 122 82S168 48 238 40" stroke="var(--run-2)" />
      </g>
    </svg>
  )
}
