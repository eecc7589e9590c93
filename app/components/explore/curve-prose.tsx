import { type CitationName, characters } from './citations.ts'
import { Cited } from './cited.tsx'
import { kinkWords, rankingWords, saturationWords, slopeWords } from './curve-words.ts'
import type { ChosenActivation } from './explore-state.ts'

/** Two or three sentences on what is seen, and who says so. */
export function CurveProse({ chosen, z }: { chosen: readonly ChosenActivation[]; z: number }) {
  const alone = chosen.length === 1 ? chosen[0]! : null
  const sources = new Set<CitationName>(['backprop'])
  for (const { name } of chosen) {
    const { source } = characters[name]
    if (source) sources.add(source)
  }
  if (alone) {
    const kinks = kinkWords(alone)
    return (
      <div className="mt-4 max-w-[68ch]">
        <p className="text-14 text-ink-2">
          {characters[alone.name].text} <b className="font-medium text-ink">{slopeWords(alone, z)}</b>
        </p>
        <p className="mt-2 text-14 text-ink-2">
          {saturationWords(alone)} {kinks}
        </p>
        <Cited names={[...sources]} />
      </div>
    )
  }
  return (
    <div className="mt-4 max-w-[68ch]">
      <p className="text-14 font-medium">{rankingWords(chosen, z)}</p>
      <dl className="mt-2 grid gap-1 text-14 text-ink-2">
        {chosen.map(({ name }) => (
          <div key={name}>
            <dt className="inline font-mono text-12 text-ink">{name}</dt>{' '}
            <dd className="inline">{characters[name].text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-12 text-ink-3">
        Bars at the foot of the plot: where f′ of that activation is below 5 % of its peak.
      </p>
      <Cited names={[...sources]} />
    </div>
  )
}
