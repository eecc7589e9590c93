'use client'

import { useNow } from '#app/hooks/use-now.ts'
import { useQueue } from '#app/hooks/use-queue.ts'
import { useRunStream } from '#app/hooks/use-run-stream.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { type RelatedNames, RelationLines } from './relation-lines.tsx'
import { RunCharts } from './run-charts.tsx'
import { RunFigures } from './run-figures.tsx'
import { RunHeader } from './run-header.tsx'
import { RunNotice } from './run-notice.tsx'
import { RunProgress } from './run-progress.tsx'

interface RunViewProps {
  initial: Run
  /** The server's time at rendering, in milliseconds since 1970. */
  now: number
  names: RelatedNames
  /** What waits at rendering. */
  queue: Queue
  /** Where the playhead is put; null for the latest reading. */
  step: number | null
}

/** One run: what it is, how far it got, how it learns. */
export function RunView({ initial, now, names, queue: waiting, step }: RunViewProps) {
  const snapshot = useRunStream(initial)
  const queue = useQueue(waiting)
  const time = useNow(now)
  const { run } = snapshot
  return (
    <>
      <RunHeader run={run} deleted={snapshot.status === 'deleted'} />
      <RelationLines run={run} names={names} />
      <RunNotice snapshot={snapshot} />
      <RunProgress run={run} queue={queue} now={time} awaited={names.awaited} />
      <RunFigures snapshot={snapshot} now={time} />
      <RunCharts
        snapshot={snapshot}
        now={time}
        step={step}
        orphaned={run.fork !== null && names.parent === null}
      />
    </>
  )
}
