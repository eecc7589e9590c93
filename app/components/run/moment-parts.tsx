'use client'

import { useCrosshair, useStack } from '#app/components/charts/stack-context.ts'
import { useDiagnostics } from '#app/hooks/use-diagnostics.ts'
import type { Look } from '#app/hooks/use-look.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { Distributions } from './distributions.tsx'
import { type MomentRun, useMomentRun } from './moment-run.ts'
import { type Stretch, stretchAt } from './run-lines.ts'

interface MomentPartsProps {
  /** The run of the page, as it is now. */
  run: Run
  stretches: readonly Stretch[]
}

/** What the server is asked about the playhead: once it rests, and without a change of what was asked before. */
export function MomentParts({ run, stretches }: MomentPartsProps) {
  const stack = useStack()
  const x = useCrosshair(stack)
  const trained = stretchAt(stretches, x).run
  const live = trained.id === run.id && !endedStates.includes(run.state)
  const place = { runId: trained.id, step: Math.floor(x), live }
  const diagnostics = useDiagnostics(place)
  const inspected = useOwner(diagnostics, stretches, trained)
  return <Distributions run={inspected} look={diagnostics} />
}

/** The run that an answer is about; the one at the playhead for as long as there is none. */
function useOwner<T>({ held }: Look<T>, stretches: readonly Stretch[], trained: Run): MomentRun {
  const stretch = stretches.find(({ run }) => run.id === (held?.runId ?? trained.id))
  return useMomentRun(stretch?.run ?? trained, stretch?.colour ?? 'var(--run-1)')
}
