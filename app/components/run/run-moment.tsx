'use client'

import dynamic from 'next/dynamic'
import type { Run } from '#lib/contracts/run.ts'
import { ForkHere } from './fork-here.tsx'
import type { LayerPanel } from './layer-panels.ts'
import { Moment } from './moment.tsx'
import type { Stretch } from './run-lines.ts'

const MomentParts = dynamic(() => import('./moment-parts.tsx').then((parts) => parts.MomentParts))

interface RunMomentProps {
  /** The run of the page, as it is now. */
  run: Run
  /** It, and what the runs did that it comes from: who trained at the playhead is told by `stretchAt`. */
  stretches: readonly Stretch[]
  layers: readonly string[]
  /** The measure per layer that is looked at. */
  panels: readonly LayerPanel[]
}

/** Everything that the page shows of the run at the playhead: the right column, below the verdicts. */
export function RunMoment({ run, stretches, layers, panels }: RunMomentProps) {
  return (
    <MomentParts run={run} stretches={stretches}>
      <Moment stretches={stretches} layers={layers} panels={panels} />
      <ForkHere run={run} stretches={stretches} />
    </MomentParts>
  )
}
