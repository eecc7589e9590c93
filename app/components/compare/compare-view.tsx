'use client'

import { MessageCircleQuestion } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { askAddress, mostAsked } from '#app/components/ask/ask-address.ts'
import { resolveColours } from '#app/components/charts/run-colours.ts'
import { button } from '#app/components/marks/button.ts'
import { CopyLink } from '#app/components/marks/copy-link.tsx'
import { useRunStreams } from '#app/hooks/use-run-stream.ts'
import type { Run } from '#lib/contracts/run.ts'
import { CompareCharts } from './compare-charts.tsx'
import type { ComparedRun } from './compared-run.ts'
import { RunCards } from './run-cards.tsx'

interface CompareViewProps {
  initial: readonly Run[]
  /** Ids of the address that no run has. */
  unknown: readonly string[]
}

/** Runs side by side, live. */
export function CompareView({ initial, unknown }: CompareViewProps) {
  const snapshots = useRunStreams(initial)
  const colours = useMemo(() => resolveColours(initial.map((run) => run.id)), [initial])
  const runs = useMemo<ComparedRun[]>(
    () => snapshots.map((snapshot, i) => ({ ...snapshot, ...colours[i]! })),
    [snapshots, colours],
  )
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1>{initial.length === 1 ? 'One run' : `${initial.length} runs compared`}</h1>
        {unknown.length > 0 && (
          <p className="text-12 text-warn">
            No run has the id{unknown.length > 1 ? 's' : ''} <code>{unknown.join(', ')}</code>
          </p>
        )}
        <span className="ml-auto flex gap-2">
          <Link className={button()} href={askAddress(initial.slice(0, mostAsked).map((run) => run.id))}>
            <MessageCircleQuestion size={16} strokeWidth={1.75} aria-hidden="true" />
            Ask {initial.length > 1 ? 'them' : 'it'}
          </Link>
          <CopyLink />
        </span>
      </div>
      <RunCards runs={runs} />
      <CompareCharts runs={runs} />
    </>
  )
}
