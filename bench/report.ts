import type { RowResult, Verdict } from './rounds.ts'

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

/** Prints a row as a table, its budgets below. */
export function printRow({ title, results, verdicts }: RowResult, peer: string): void {
  console.log(`\n${title}`)
  console.table(
    Object.fromEntries(
      results.map((result) => [
        result.contender,
        {
          'samples/s': Math.round(result.samplesPerSecond),
          'GFLOP/s': rounded(result.gflops, 2),
          [`× ${peer}`]: result.ratio === null ? '' : rounded(result.ratio, 2),
          accuracy: rounded(result.accuracy, 4),
          'after samples': result.trainedSamples,
        },
      ]),
    ),
  )
  for (const verdict of verdicts) console.log(describe(verdict))
}

function describe(verdict: Verdict): string {
  const { of, against, kind, measured, outcome } = verdict
  const [figure, budget] =
    kind === 'times'
      ? [`${measured?.toFixed(2)} times as fast`, `at least ${verdict.least}`]
      : [`costs ${measured?.toFixed(1)} %`, `at most ${verdict.most} %`]
  return `  ${outcome}: ${of} against ${against}${measured === null ? '' : ` ${figure}`}; budget ${budget}`
}

/** Prints what was compared and who was not there, each reason once. */
export function printPeers(rows: readonly RowResult[]): void {
  const versions = new Set(rows.flatMap((row) => row.results.map((result) => result.version)))
  console.log(`\nCompared: ${[...versions].join('; ')}.`)
  console.log('GFLOP/s counts every product, those with a zero pixel too, which our kernels may pass over.')
  const reasons = new Map<string, string[]>()
  for (const { id, missing } of rows) {
    for (const { contender, reason } of missing) {
      const words = `${contender} (${reason})`
      reasons.set(words, [...(reasons.get(words) ?? []), id])
    }
  }
  for (const [words, ids] of reasons) console.log(`Missing: ${words} in ${ids.join(', ')}.`)
}
