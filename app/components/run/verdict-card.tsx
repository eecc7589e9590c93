'use client'

import Link from 'next/link'
import { useStack } from '#app/components/charts/stack-context.ts'
import { count } from '#app/format/numbers.ts'
import { measuredWords, type Tone, type VerdictGroup, verdictLooks } from '#app/format/verdicts.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'

const edges: Record<Tone, string> = { ok: 'border-line-strong', warn: 'border-warn', bad: 'border-bad' }

/** One finding: what it is, by which rule, since when, in which layers too, and what to try. */
export function VerdictCard({ runId, group: { first, others } }: { runId: string; group: VerdictGroup }) {
  const { name, layer, step, lastStep, rule, threshold, message, suggestion } = first
  const { tone, title, format } = verdictLooks[name]
  if (name === 'healthy') return <HealthyLine verdict={first} />
  return (
    <article className={`border-l-3 py-0.5 pl-4 ${edges[tone]}`}>
      <h3 className="flex items-center gap-2 font-semibold">
        <span className="mark" data-tone={tone} aria-hidden="true" />
        {title(layer)}
      </h3>
      <p className="mt-1 text-ink-2">{message}</p>
      <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-12">
        <dt className="text-ink-3">Rule</dt>
        <dd className="break-words">{rule}</dd>
        <dt className="text-ink-3">Measured</dt>
        <dd>
          <b className="font-medium">{measuredWords(first)}</b>
          <span className="text-ink-3">, threshold {format(threshold)}</span>
        </dd>
        <dt className="text-ink-3">Since</dt>
        <dd>
          <StepLink step={step} />
          {lastStep > step && (
            <>
              {' '}
              until <StepLink step={lastStep} />
            </>
          )}
        </dd>
        {others.length > 0 && (
          <>
            <dt className="text-ink-3">Also</dt>
            <dd className="flex flex-wrap gap-x-3">
              {others.map((other) => (
                <span key={`${other.layer} ${other.step}`} className="whitespace-nowrap">
                  {other.layer ?? <StepLink step={other.step} />}{' '}
                  <span className="text-ink-3">{measuredWords(other)}</span>
                </span>
              ))}
            </dd>
          </>
        )}
        <dt className="text-ink-3">Try</dt>
        <dd className="break-words">
          {suggestion}{' '}
          <Link
            href={`/new?fork=${runId}&step=${step}`}
            className="whitespace-nowrap text-accent underline decoration-1 underline-offset-3"
            title="Goes on from the newest checkpoint that is kept from before the finding"
          >
            Fork to try it
          </Link>
        </dd>
      </dl>
    </article>
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

/** A step of the run; pressing it puts the playhead there. */
function StepLink({ step }: { step: number }) {
  const { crosshair } = useStack()
  return (
    <button
      type="button"
      className="rounded-2 text-accent hover:underline"
      title="Put the playhead there"
      onClick={() => crosshair.pin(step)}
    >
      step {count(step)}
    </button>
  )
}
