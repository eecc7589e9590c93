'use client'

import { GitFork, Plus } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useStack } from '#app/components/charts/stack-context.ts'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import { measuredWords, type Tone, type VerdictGroup, verdictLooks } from '#app/format/verdicts.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { type EvidenceChart, evidenceOf, stripId } from './evidence.ts'
import { useEvidence } from './evidence-context.tsx'
import { suggestionAddress, suggestionsFor, suggestionWords } from './suggestions.ts'

const edges: Record<Tone, string> = { ok: 'border-line-strong', warn: 'border-warn', bad: 'border-bad' }

interface VerdictCardProps {
  run: Run
  group: VerdictGroup
}

/**
 * One finding: what it is, by which rule, since when, in which layers too, and what to try. While somebody points at it,
 * the charts mark what it is about.
 */
export function VerdictCard({ run, group }: VerdictCardProps) {
  const { first, others } = group
  const { name, layer, step, lastStep, rule, threshold, message, suggestion } = first
  const { tone, title, format } = verdictLooks[name]
  const { point } = useEvidence()
  const evidence = evidenceOf(group)
  if (!evidence) return <HealthyLine verdict={first} />
  const chart = evidence.places[0]!.chart
  return (
    <article
      className={`border-l-3 py-0.5 pl-4 ${edges[tone]}`}
      onPointerEnter={() => point(evidence)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(evidence)}
      onBlur={() => point(null)}
    >
      <h3 className="flex items-center gap-2 font-semibold">
        <span className="mark" data-tone={tone} aria-hidden="true" />
        {title(layer)}
      </h3>
      <p className="mt-1 text-ink-2">{message}</p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        <Term name="Rule">{rule}</Term>
        <Term name="Measured">
          <b className="font-medium">{measuredWords(first)}</b>
          <span className="text-ink-3">, threshold {format(threshold)}</span>
        </Term>
        <Term name="Since">
          <StepLink step={step} chart={chart} />
          {lastStep > step && (
            <>
              {' '}
              until <StepLink step={lastStep} chart={chart} />
            </>
          )}
        </Term>
        {others.length > 0 && (
          <Term name="Also">
            <span className="flex flex-wrap gap-x-3">
              {others.map((other) => (
                <span key={`${other.layer} ${other.step}`} className="whitespace-nowrap">
                  {other.layer ?? <StepLink step={other.step} chart={chart} />}{' '}
                  <span className="text-ink-3">{measuredWords(other)}</span>
                </span>
              ))}
            </span>
          </Term>
        )}
        <Term name="Try">{suggestion}</Term>
      </dl>
      <Suggestions run={run} verdict={first} />
    </article>
  )
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  )
}

/** The ways to try what is suggested: each leads to a form in which the change is filled in. */
function Suggestions({ run, verdict }: { run: Run; verdict: Verdict }) {
  const suggestions = suggestionsFor(verdict, run)
  if (suggestions.length === 0) return null
  return (
    <p className="mt-3 mb-1 flex flex-wrap gap-2">
      {suggestions.map((suggestion, i) => {
        const Icon = suggestion.anew ? Plus : GitFork
        return (
          <Link
            key={suggestionWords(suggestion)}
            href={suggestionAddress(run, verdict, suggestion)}
            className={`${button({ kind: i === 0 ? 'plain' : 'ghost' })} ${i === 0 ? '' : 'px-2!'}`}
            title={
              suggestion.anew
                ? 'The same run from its start, with this changed'
                : 'Goes on from the newest checkpoint that is kept from before the finding, with this changed'
            }
          >
            <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
            {suggestionWords(suggestion)}
          </Link>
        )
      })}
    </p>
  )
}

function HealthyLine({ verdict }: { verdict: Verdict }) {
  return (
    <article>
      <h3 className="flex items-center gap-2 font-semibold">
        <span className="mark" data-tone="ok" aria-hidden="true" />
        {verdictLooks.healthy.title(null)}
      </h3>
      <p className="mt-0.5 text-ink-2">{verdict.message}</p>
    </article>
  )
}

/** A step of the run; pressing it puts the playhead there, and the chart that shows it into sight. */
function StepLink({ step, chart }: { step: number; chart: EvidenceChart }) {
  const { crosshair } = useStack()
  return (
    <button
      type="button"
      className="rounded-2 text-accent hover:underline"
      title="Put the playhead there"
      onClick={() => {
        crosshair.pin(step)
        document.getElementById(stripId(chart))?.scrollIntoView({ block: 'nearest' })
      }}
    >
      step {count(step)}
    </button>
  )
}
