import type { Answer } from '#app/hooks/use-answer.ts'
import type { Lineage } from '#app/hooks/use-lineage.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Why the charts of a fork do not show all that came before it; null where they do. */
export function pastWords({ fork }: Run, { answer, failed }: Answer<Lineage>): string | null {
  if (!fork || fork.step === null) return null
  if (failed) return 'what came before the fork could not be loaded'
  if (!answer?.missing) return null
  return answer.missing === 'gone'
    ? 'what came before the fork is gone with its run'
    : 'forks are followed eight levels back'
}
