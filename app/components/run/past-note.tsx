import type { Answer } from '#app/hooks/use-answer.ts'
import type { Lineage } from '#app/hooks/use-lineage.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Why the charts of a fork do not show all that came before it; nothing where they do. */
export function PastNote({ run, lineage: { answer, failed } }: { run: Run; lineage: Answer<Lineage> }) {
  const words = pastWords(run, answer, failed)
  return words ? <p className="mb-2 text-12 text-ink-3">{words}</p> : null
}

function pastWords({ fork }: Run, lineage: Lineage | null, failed: boolean): string | null {
  if (!fork || fork.step === null) return null
  if (failed) return 'What came before the fork could not be loaded; a reload asks again.'
  if (!lineage?.missing) return null
  return lineage.missing === 'gone'
    ? 'The run that it was forked from is gone, and with it the curves up to there.'
    : 'Forks of forks are shown eight levels back; there is more before.'
}
