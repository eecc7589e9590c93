'use client'

import { memo } from 'react'
import type { EvaluationAnswer } from '#app/hooks/use-evaluation.ts'
import type { Look } from '#app/hooks/use-look.ts'
import { labelsOf } from '#lib/datasets/catalogue.ts'
import { ConfusionMatrix } from './confusion-matrix.tsx'
import { ConfusionPairs } from './confusion-pairs.tsx'
import { confusionWords, mostInMatrix } from './confusion-words.ts'
import { noEvaluationWords } from './evaluation-words.ts'
import { MomentHead } from './moment-head.tsx'
import type { MomentRun } from './moment-run.ts'
import { SampleMistakes } from './sample-mistakes.tsx'

interface ConfusionPartProps {
  run: MomentRun
  look: Look<EvaluationAnswer>
}

/** What the network confuses at the playhead, class by class, and the mistakes that it is surest of. */
export const ConfusionPart = memo(function ConfusionPart({ run, look }: ConfusionPartProps) {
  const evaluation = look.held?.answer.evaluation ?? null
  const classes = labelsOf(run.config.dataset).length
  return (
    <section className="border-t border-line pt-2.5 pb-4">
      <MomentHead
        title="Confusions"
        note="of the validation samples"
        step={evaluation?.step ?? null}
        failure={look.failure}
        onRetry={look.retry}
      />
      {evaluation ? (
        <div className={look.failure ? 'opacity-50' : undefined}>
          <p className="mb-2 min-h-10 text-ink-2">{confusionWords(evaluation)}</p>
          {evaluation.confusion && classes <= mostInMatrix ? (
            <ConfusionMatrix {...evaluation} confusion={evaluation.confusion} />
          ) : (
            <ConfusionPairs {...evaluation} />
          )}
          <SampleMistakes run={run} evaluation={evaluation} />
        </div>
      ) : (
        <p
          className="text-ink-3"
          style={{ minHeight: look.held ? 44 : 40 + Math.min(classes, 14) * 25 + 56 }}
        >
          {noEvaluationWords(run, look, 'What is confused with what stands here')}
        </p>
      )}
    </section>
  )
})
