'use client'

import { useState } from 'react'
import { percent } from '#app/format/numbers.ts'
import type { ComparedRun } from './compared-run.ts'
import { type Contest, contestOf, contestWords, type Duel, points } from './contest.ts'
import { type DuelScale, duelScale } from './duel-scale.ts'
import { MoreSeeds } from './more-seeds.tsx'
import { RunName } from './run-name.tsx'
import { setsBySeed } from './run-sets.ts'

/** Whether the best configuration is really better, or had better seeds. */
export function SeedQuestion({ runs }: { runs: readonly ComparedRun[] }) {
  const sets = setsBySeed(runs)
  const contest = contestOf(sets)
  return (
    <section className="min-w-0 border-t border-line pt-2.5">
      <div className="flex min-h-7 flex-wrap items-center gap-x-3">
        <h2>Real, or just the seed?</h2>
        {contest && (
          <span className="text-12 text-ink-3">best validation accuracy, Welch’s t interval, 95 %</span>
        )}
      </div>
      <p className="mt-1 mb-3 max-w-[68ch] text-14 text-ink-2">
        {contest ? contestWords(contest) : unknownWords(sets.length)}
      </p>
      {contest && <Duels contest={contest} />}
      <MoreSeeds sets={sets} />
    </section>
  )
}

function unknownWords(sets: number): string {
  return sets < 2
    ? 'A difference needs two configurations: these runs differ in nothing but the seed.'
    : 'It cannot be told: with one finished seed each, what looks like the better configuration may be the luckier start. Two seeds of two configurations are the least; five each show differences of a few tenths of a point.'
}

const fold = 8

/** The best set against every other: its lead, and the interval in which the true one lies. */
function Duels({ contest: { best, duels } }: { contest: Contest }) {
  const [open, setOpen] = useState(false)
  const shown = open || duels.length <= fold + 1 ? duels : duels.slice(0, fold)
  const scale = duelScale(shown.map(({ difference }) => difference))
  return (
    <div className="mb-4">
      <p className="flex flex-wrap items-center gap-x-2 border-b border-line-strong pb-1 text-12 text-ink-3">
        <RunName {...best.set} />
        <span>with {percent(best.mean)} leads, in points, over</span>
      </p>
      <ol>
        {shown.map((duel) => (
          <DuelRow key={duel.other.set.id} duel={duel} scale={scale} />
        ))}
      </ol>
      {duels.length > fold + 1 && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="min-h-7 text-12 font-medium text-ink-2 hover:text-ink pointer-coarse:min-h-11"
        >
          {open ? `Only the first ${fold}` : `All ${duels.length}`}
        </button>
      )}
      {duels.length > 1 && (
        <p className="mt-1 text-11 text-ink-3">
          Each interval stands by itself: of twenty differences that are nothing but chance, about one would
          look real.
        </p>
      )}
    </div>
  )
}

function DuelRow({ duel: { other, difference, real }, scale }: { duel: Duel; scale: DuelScale }) {
  const { low, high, difference: lead } = difference
  const at = (value: number) => `${scale(value)}%`
  return (
    <li className="grid grid-cols-[minmax(72px,120px)_minmax(0,1fr)_auto] items-center gap-3 border-b border-line py-1.5 text-12">
      <RunName {...other.set} />
      <span aria-hidden="true" className="relative h-5">
        <span className="absolute inset-y-0 border-l border-dashed border-ink-3" style={{ left: at(0) }} />
        <span
          className="absolute top-2.25 h-0.5 rounded-full"
          style={{
            left: at(low),
            width: `${scale(high) - scale(low)}%`,
            background: other.set.colour,
          }}
        />
        {scale(lead) < 100 ? (
          <span
            className="absolute top-1.5 size-2 -translate-x-1/2 rounded-full"
            style={{ left: at(lead), background: other.set.colour }}
          />
        ) : (
          <span className="absolute right-0 text-ink-3">far beyond →</span>
        )}
      </span>
      <span className="text-right whitespace-nowrap">
        <span className="font-medium">{points(lead)}</span>{' '}
        <span className="text-ink-3">
          {points(low)} to {points(high)}
        </span>{' '}
        <span className={real ? 'text-ok' : 'text-ink-3'}>{real ? 'real' : 'open'}</span>
      </span>
    </li>
  )
}
