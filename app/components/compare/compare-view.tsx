'use client'

import { MessageCircleQuestion } from 'lucide-react'
import Link from 'next/link'
import { useCallback, useMemo, useState } from 'react'
import { askAddress, mostAsked } from '#app/components/ask/ask-address.ts'
import { resolveColours } from '#app/components/charts/run-colours.ts'
import { button } from '#app/components/marks/button.ts'
import { CopyLink } from '#app/components/marks/copy-link.tsx'
import { useCompared } from '#app/hooks/use-compared.ts'
import { useSlowly } from '#app/hooks/use-slowly.ts'
import { Latest } from '#app/stream/latest.ts'
import type { Run } from '#lib/contracts/run.ts'
import { CompareCharts, chartsOf } from './compare-charts.tsx'
import type { ComparedRun, StepAt } from './compared-run.ts'
import { usualCharts } from './metric-looks.ts'
import { RunCards } from './run-cards.tsx'
import { SideAnswers } from './side-answers.tsx'
import { useCompareView } from './use-compare-view.ts'
import type { CompareView as View } from './view-state.ts'
import { WideAnswers } from './wide-answers.tsx'

interface CompareViewProps {
  initial: readonly Run[]
  /** Ids of the address that no run has. */
  unknown: readonly string[]
  initialView: View
}

/** Milliseconds after which figures and sentences follow the charts. */
const reading = 1000

/** Runs side by side, live. */
export function CompareView({ initial, unknown, initialView }: CompareViewProps) {
  const { view, change } = useCompareView(initialView)
  const keys = useMemo(() => [...new Set([...usualCharts, ...chartsOf(view).map(({ key }) => key)])], [view])
  const { snapshots, failed } = useCompared(initial, keys)
  const colours = useMemo(() => resolveColours(initial.map((run) => run.id)), [initial])
  const runs = useMemo<ComparedRun[]>(
    () => snapshots.map((snapshot, i) => ({ ...snapshot, ...colours[i]! })),
    [snapshots, colours],
  )
  const slow = useSlowly(runs, reading)
  const [hovered] = useState(() => new Latest<string>())
  const highlight = useMemo(
    () => ({ hovered, chosen: view.chosen, choose: (chosen: string | null) => change({ chosen }) }),
    [hovered, view.chosen, change],
  )
  // What is read follows slowly; the same elements are not drawn again with every commit of the charts.
  const below = useCallback((stepAt: StepAt) => <WideAnswers runs={slow} stepAt={stepAt} />, [slow])
  const side = useMemo(() => <SideAnswers runs={slow} groupBy={view.groupBy} />, [slow, view.groupBy])
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
      <RunCards
        runs={slow}
        hidden={view.groupBy === null ? view.hidden : []}
        onHidden={view.groupBy === null ? (hidden) => change({ hidden: [...hidden] }) : null}
        highlight={highlight}
      />
      <CompareCharts
        runs={runs}
        view={view}
        onChange={change}
        highlight={highlight}
        failed={failed}
        below={below}
      >
        {side}
      </CompareCharts>
    </>
  )
}
