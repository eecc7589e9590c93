'use client'

import { useMemo } from 'react'
import { resolveColours } from '#app/components/charts/run-colours.ts'
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
        <CopyLink />
      </div>
      <RunCards runs={runs} />
      <CompareCharts runs={runs} />
    </>
  )
}
