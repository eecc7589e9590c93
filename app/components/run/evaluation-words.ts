import { count } from '#app/format/numbers.ts'
import type { EvaluationAnswer } from '#app/hooks/use-evaluation.ts'
import type { Look } from '#app/hooks/use-look.ts'
import type { MomentRun } from './moment-run.ts'

/** Why there is no evaluation to see; `what` is to come at the first checkpoint. */
export function noEvaluationWords(run: MomentRun, look: Look<EvaluationAnswer>, what: string): string {
  const first = look.held?.answer.steps[0]
  if (!look.held) return look.failure ? 'Nothing was received yet.' : 'Looking.'
  if (first !== undefined) return `The first checkpoint that is kept is at step ${count(first)}.`
  return run.ended
    ? 'No checkpoint of this run is kept to look at.'
    : `${what} at the first checkpoint, at the end of an epoch.`
}
