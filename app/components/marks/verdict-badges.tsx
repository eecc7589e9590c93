import { type Tone, verdictKinds, verdictLooks } from '#app/format/verdicts.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { VerdictName } from '#lib/nn/names.ts'

const inks: Record<Tone, string> = { ok: 'text-ink-2', warn: 'text-warn', bad: 'text-bad' }

/** Shape and word of one kind of verdict. */
export function VerdictBadge({ name }: { name: VerdictName }) {
  const { word, tone } = verdictLooks[name]
  return (
    <span className={`inline-flex items-center gap-1 text-12 whitespace-nowrap ${inks[tone]}`}>
      <span className="mark" data-tone={tone} aria-hidden="true" />
      {word}
    </span>
  )
}

/** The kinds of verdict that a run has, the gravest first: at most so many, then how many more. */
export function VerdictBadges({ verdicts, most = 2 }: { verdicts: readonly Verdict[]; most?: number }) {
  const kinds = verdictKinds(verdicts)
  if (kinds.length === 0) return null
  const more = kinds.slice(most)
  return (
    <span className="inline-flex max-w-full items-center gap-x-3 align-middle">
      {kinds.slice(0, most).map((name) => (
        <VerdictBadge key={name} name={name} />
      ))}
      {more.length > 0 && (
        <span
          className="text-12 text-ink-3"
          title={more.map((name) => verdictLooks[name].word).join(', ')}
          role="img"
          aria-label={`and ${more.map((name) => verdictLooks[name].word).join(', ')}`}
        >
          +{more.length}
        </span>
      )}
    </span>
  )
}
