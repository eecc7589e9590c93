'use client'

import Link from 'next/link'
import { shareWords } from '#app/format/judgements.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { fetchSamples } from '#app/requests/samples.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import type { MomentRun } from './moment-run.ts'
import { SampleGlyph } from './sample-glyph.tsx'

/** Mistakes that are shown: two rows of six. */
const mostShown = 12

/** The mistakes that the network is surest of, as pictures; each leads to the page where it is asked. */
export function SampleMistakes({ run, evaluation }: { run: MomentRun; evaluation: Evaluation }) {
  const { dataset } = run.config
  const { labels } = evaluation
  const shown = evaluation.mistakes.slice(0, mostShown)
  const indices = shown.map(({ index }) => index).join()
  const { answer, failed } = useAnswer(`${dataset} ${indices}`, async (signal) =>
    indices === '' ? [] : (await fetchSamples(dataset, { indices }, signal)).items,
  )
  const pictures = new Map(answer?.map((sample) => [sample.index, sample]))
  return (
    <>
      <h3 className="mt-3 mb-1.5 font-medium">Surest mistakes</h3>
      {shown.length === 0 ? (
        <p className="text-ink-3">None.</p>
      ) : (
        <ol className="grid grid-cols-6 gap-2" style={{ minHeight: 2 * 80 }}>
          {shown.map(({ index, label, predicted, confidence }) => {
            const sample = pictures.get(index)
            const sure = decodeValue(confidence)
            return (
              <li key={index} className="min-w-0">
                <Link
                  href={`/ask?runs=${run.id}&sample=${index}`}
                  title={`${labels[label]} taken for ${labels[predicted]}, ${shareWords(sure)}`}
                  className="block rounded-1 hover:no-underline"
                >
                  <span className="block aspect-square w-full overflow-hidden rounded-1 bg-hover hover:bg-pressed">
                    {sample && (
                      <SampleGlyph dataset={dataset} values={sample.values} className="block size-full" />
                    )}
                  </span>
                  <span className="block truncate text-center text-11 leading-4">
                    <span className="sr-only">Sample {index}: </span>
                    <span className="text-ink-3">{labels[label]}</span>
                    <span aria-hidden="true" className="text-ink-3">
                      {' → '}
                    </span>
                    <span className="sr-only"> taken for </span>
                    <b className="font-medium">{labels[predicted]}</b>
                    <span className="sr-only"> at {shareWords(sure)}. Ask about it</span>
                  </span>
                </Link>
              </li>
            )
          })}
        </ol>
      )}
      {failed && (
        <p role="status" className="text-12 text-warn">
          The pictures could not be loaded.
        </p>
      )}
    </>
  )
}
