'use client'

import { Plus } from 'lucide-react'
import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'
import { CopyLink } from '#app/components/marks/copy-link.tsx'

interface BoardTopProps {
  /** How many run. */
  words: string
  /** Whether there is no run at all, so that the page itself says how to begin. */
  empty: boolean
  /** Address of the board as it is. */
  link: () => Promise<string>
}

/** Title of the board, and what can be done with all of it. */
export function BoardTop({ words, empty, link }: BoardTopProps) {
  return (
    <div className="mb-4 flex items-center gap-3">
      <h1>Runs</h1>
      <p className="mr-auto truncate text-ink-3">{words}</p>
      {!empty && (
        <>
          <span className="max-tablet:hidden">
            <CopyLink link={link} />
          </span>
          <Link href="/new" className={button({ kind: 'primary' })}>
            <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
            New run
          </Link>
        </>
      )}
    </div>
  )
}

/** How many run, and how many may at once. */
export function runningWords(running: number, limit: number, workers: number): string {
  const threads = `${workers} ${workers === 1 ? 'worker' : 'workers'}`
  return limit < workers
    ? `${running} running, at most ${limit} of ${threads}`
    : `${running} running on ${threads}`
}
