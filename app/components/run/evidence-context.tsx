'use client'

import { createContext, type ReactNode, use, useMemo, useState } from 'react'
import { verdictGroups } from '#app/format/verdicts.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { type Evidence, evidenceOf } from './evidence.ts'

interface Shown {
  /** What the charts mark: what somebody points at, else the gravest. */
  evidence: Evidence | null
  /** Whether somebody points at it. */
  pointed: boolean
  /** Null when nobody points any more. */
  point: (evidence: Evidence | null) => void
}

const EvidenceContext = createContext<Shown>({ evidence: null, pointed: false, point: () => {} })

/** Lets the cards of verdicts mark their evidence in the charts. */
export function EvidenceProvider(props: { verdicts: readonly Verdict[]; children: ReactNode }) {
  const { verdicts, children } = props
  const [pointed, point] = useState<Evidence | null>(null)
  const gravest = useMemo(() => {
    const [group] = verdictGroups(verdicts)
    return group ? evidenceOf(group) : null
  }, [verdicts])
  const shown = useMemo(
    () => ({ evidence: pointed ?? gravest, pointed: pointed !== null, point }),
    [pointed, gravest],
  )
  return <EvidenceContext value={shown}>{children}</EvidenceContext>
}

/** What the charts mark, and the way to change it. */
export function useEvidence(): Shown {
  return use(EvidenceContext)
}
