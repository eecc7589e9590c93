'use client'

import { GitFork } from 'lucide-react'
import Link from 'next/link'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { fetchCheckpoints } from '#app/requests/metrics.ts'
import type { Run } from '#lib/contracts/run.ts'
import { type Stretch, stretchAt } from './run-lines.ts'

/** Leads to a fork from the newest kept checkpoint at or before the playhead, of the run that trained there. */
export function ForkHere({ run, stretches }: { run: Run; stretches: readonly Stretch[] }) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const { run: owner } = stretchAt(stretches, x)
  // The run of the page as it is now: of the others nothing changes up to the fork.
  const now = owner.id === run.id ? run : owner
  // At its latest reading it is forked from its end, which may be some steps further.
  const place = x >= stack.latest ? Number.POSITIVE_INFINITY : x
  return (
    <p className="-mt-2 flex min-h-control items-center pb-3">
      {stack.latest > 0 && <ForkLink key={owner.id} run={now} x={place} />}
    </p>
  )
}

function ForkLink({ run, x }: { run: Run; x: number }) {
  const { id, state, attempt, progress } = run
  const { answer } = useAnswer(`${id} ${state} ${attempt} ${progress.epoch}`, (signal) =>
    fetchCheckpoints(id, signal),
  )
  const kept = answer?.filter(({ restorable }) => restorable) ?? []
  const newest = kept.findLast(({ step }) => step <= x)
  const first = kept[0]
  if (newest) {
    return (
      <Link
        className={button()}
        href={`/new?fork=${id}&step=${newest.step}`}
        // Of a run that goes on it leads elsewhere every second.
        prefetch={false}
        title="The newest checkpoint that is kept at or before the playhead"
      >
        <GitFork size={16} strokeWidth={1.75} aria-hidden="true" />
        Fork from step {count(newest.step)}
      </Link>
    )
  }
  if (!answer) return null
  return (
    <span className="text-12 text-ink-3">
      {first
        ? `No checkpoint is kept up to here; the first is at step ${count(first.step)}.`
        : 'No checkpoint is kept to fork from.'}
    </span>
  )
}
