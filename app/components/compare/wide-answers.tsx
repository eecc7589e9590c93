'use client'

import dynamic from 'next/dynamic'
import { memo } from 'react'
import { useLayerSeries } from '#app/hooks/use-layer-series.ts'
import { useSeen } from '#app/hooks/use-seen.ts'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { gridMeasures } from './grid-rows.ts'
import { SeedQuestion } from './seed-question.tsx'

const DiagnosticGrid = dynamic(() => import('./diagnostic-grid.tsx').then((all) => all.DiagnosticGrid))
const LayerProfile = dynamic(() => import('./layer-profile.tsx').then((all) => all.LayerProfile))

interface WideAnswersProps {
  runs: readonly ComparedRun[]
  stepAt: StepAt
}

/** What takes the whole width: the layers of every run, the way back to the input, and whether it is the seed. */
export const WideAnswers = memo(function WideAnswers({ runs, stepAt }: WideAnswersProps) {
  const { box, seen } = useSeen<HTMLDivElement>()
  const layered = useLayerSeries(runs, gridMeasures, seen)
  return (
    <div ref={box} className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="min-h-120">{seen && <DiagnosticGrid runs={layered} stepAt={stepAt} />}</div>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 wide:grid-cols-2">
        <div className="min-h-100">{seen && <LayerProfile runs={layered} stepAt={stepAt} />}</div>
        <SeedQuestion runs={runs} />
      </div>
    </div>
  )
})
