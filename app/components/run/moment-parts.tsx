'use client'

import type { ReactNode } from 'react'
import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { useDiagnostics } from '#app/hooks/use-diagnostics.ts'
import { useEvaluation } from '#app/hooks/use-evaluation.ts'
import type { Look } from '#app/hooks/use-look.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { ConfusionPart } from './confusion-part.tsx'
import { Distributions } from './distributions.tsx'
import { type MomentRun, useMomentRun } from './moment-run.ts'
import { NetworkPart } from './network-part.tsx'
import { type Stretch, stretchAt } from './run-lines.ts'
import { SamplePart } from './sample-part.tsx'

interface MomentPartsProps {
  /** The run of the page, as it is now. */
  run: Run
  stretches: readonly Stretch[]
  /** What stands between the layers and what the network says. */
  children: ReactNode
}

/** What the server is asked about the playhead: once it rests, and without a change of what was asked before. */
export function MomentParts({ run, stretches, children }: MomentPartsProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const trained = stretchAt(stretches, x).run
  const live = trained.id === run.id && !endedStates.includes(run.state)
  // At its latest reading the run may be some steps further, and the page may not have heard of any yet.
  const newest = trained.id === run.id && x >= stack.latest
  const step = newest ? Math.max(Math.floor(x), run.progress.step) : Math.floor(x)
  const place = { runId: trained.id, step, live }
  const diagnostics = useDiagnostics(place)
  const evaluation = useEvaluation(place)
  const inspected = useOwner(diagnostics, stretches, trained)
  const evaluated = useOwner(evaluation, stretches, trained)
  return (
    <>
      <NetworkPart run={evaluated} look={evaluation} />
      <Distributions run={inspected} look={diagnostics} />
      {children}
      <SamplePart run={evaluated} look={evaluation} />
      <ConfusionPart run={evaluated} look={evaluation} />
    </>
  )
}

/** The run that an answer is about; the one at the playhead for as long as there is none. */
function useOwner<T>({ held }: Look<T>, stretches: readonly Stretch[], trained: Run): MomentRun {
  const stretch = stretches.find(({ run }) => run.id === (held?.runId ?? trained.id))
  return useMomentRun(stretch?.run ?? trained, stretch?.colour ?? 'var(--run-1)')
}
