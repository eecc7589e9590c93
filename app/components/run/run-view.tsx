'use client'

import { useNow } from '#app/hooks/use-now.ts'
import { useRunStream } from '#app/hooks/use-run-stream.ts'
import type { Run } from '#lib/contracts/run.ts'
import { ReplayLine } from './replay-line.tsx'
import { RunCharts } from './run-charts.tsx'
import { RunFigures } from './run-figures.tsx'
import { RunHeader } from './run-header.tsx'
import { RunNotice } from './run-notice.tsx'
import { RunProgress } from './run-progress.tsx'

interface RunViewProps {
  initial: Run
  /** The server's time at rendering, in milliseconds since 1970. */
  now: number
  /** Name of the run that this one replays; null where there is none, or none any more. */
  original: string | null
}

/** One run: what it is, how far it got, how it learns. */
export function RunView({ initial, now, original }: RunViewProps) {
  const snapshot = useRunStream(initial)
  const time = useNow(now)
  const { run } = snapshot
  return (
    <>
      <RunHeader
        run={run}
        recorded={snapshot.series['train/loss']?.steps.at(-1) ?? 0}
        deleted={snapshot.status === 'deleted'}
      />
      <ReplayLine run={run} original={original} />
      <RunNotice snapshot={snapshot} />
      <RunProgress run={run} />
      <RunFigures snapshot={snapshot} now={time} />
      <RunCharts snapshot={snapshot} />
    </>
  )
}
