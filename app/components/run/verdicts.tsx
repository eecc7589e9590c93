'use client'

import { useState } from 'react'
import { verdictGroups } from '#app/format/verdicts.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { VerdictCard } from './verdict-card.tsx'

/** Kinds of finding that are shown before somebody asks for the rest. */
const shownFirst = 2

/** What the rules of diagnosis found in a run, the gravest first. */
export function Verdicts({ run }: { run: Run }) {
  const [all, setAll] = useState(false)
  const groups = verdictGroups(run.verdicts)
  const shown = all ? groups : groups.slice(0, shownFirst)
  if (groups.length === 0 && endedStates.includes(run.state)) return null
  return (
    <section className="pt-2.5 pb-4" aria-label="Verdicts">
      <h2 className="mb-2 flex min-h-7 items-center">Verdict</h2>
      {groups.length === 0 ? (
        <p className="text-ink-3">None yet: the rules speak once there are enough readings.</p>
      ) : (
        <div className="grid gap-4">
          {shown.map((group) => (
            <VerdictCard key={group.first.name} run={run} group={group} />
          ))}
        </div>
      )}
      {groups.length > shownFirst && (
        <button
          type="button"
          aria-expanded={all}
          className="mt-3 min-h-7 rounded-2 font-medium text-ink-2 hover:text-ink"
          onClick={() => setAll(!all)}
        >
          {all ? 'Show fewer' : `Show ${groups.length - shownFirst} more`}
        </button>
      )}
    </section>
  )
}
