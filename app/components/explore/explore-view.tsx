'use client'

import { ChainSection } from './chain-section.tsx'
import { CurvesSection } from './curves-section.tsx'
import type { ExploreState } from './explore-state.ts'
import { SoftmaxSection } from './softmax-section.tsx'
import { ToySection } from './toy-section.tsx'
import { useExplore } from './use-explore.ts'

/** The explorer: curves, a chain of layers, outputs, and a toy that learns. All of it stands in the address. */
export function ExploreView({ initial }: { initial: ExploreState }) {
  const { state, change } = useExplore(initial)
  const { chosen, orders, z, layers, gain, spread, logits, temperature, toy } = state
  return (
    <div className="max-w-[1680px]">
      <CurvesSection chosen={chosen} orders={orders} z={z} change={change} />
      <ChainSection chosen={chosen} layers={layers} gain={gain} spread={spread} change={change} />
      <SoftmaxSection logits={logits} temperature={temperature} change={change} />
      <ToySection toy={toy} change={change} />
    </div>
  )
}
