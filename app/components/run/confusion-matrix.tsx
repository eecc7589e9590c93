'use client'

import { type CSSProperties, memo, useState } from 'react'
import { count, share, shortCount } from '#app/format/numbers.ts'
import type { ClassReport } from '#lib/contracts/evaluation.ts'
import { confusionShade, isInkOn } from './confusion-words.ts'

interface ConfusionMatrixProps {
  /** Counts, a row a true class, a column a predicted one. */
  confusion: readonly (readonly number[])[]
  labels: readonly string[]
  perClass: readonly ClassReport[]
}

interface Cell {
  truth: number
  predicted: number
}

/** A count in four characters: cells have no room for a separator. */
function cellCount(number: number): string {
  return number < 10_000 ? String(number) : shortCount(number)
}

/** A share in three characters, so that a column of them is narrow: 98, 9.5, 100; a dash where there is none. */
function hundredths(part: number | null): string {
  return part === null ? '–' : share(part).replace(' %', '')
}

/** Counts of a confusion matrix: what is right is quiet, what is wrong is loud; recall beside rows, precision below columns. */
export const ConfusionMatrix = memo(function ConfusionMatrix(props: ConfusionMatrixProps) {
  const { confusion, labels, perClass } = props
  const [pointed, setPointed] = useState<Cell | null>(null)
  const most = Math.max(0, ...confusion.flatMap((row, truth) => row.filter((_, said) => said !== truth)))
  return (
    <>
      <table
        className="table-fixed border-separate border-spacing-px text-center text-11 [&_th]:text-11"
        onPointerLeave={() => setPointed(null)}
      >
        <caption className="sr-only">
          Counts of validation samples: a row a true class, a column a predicted one; in the last column
          recall, in the last row precision, in hundredths
        </caption>
        <thead>
          <tr>
            <td className="w-7" />
            {labels.map((label, predicted) => (
              <th
                key={label}
                scope="col"
                className={`truncate text-center! ${pointed?.predicted === predicted ? 'text-ink!' : ''}`}
              >
                {label}
              </th>
            ))}
            <th scope="col" className="w-11 text-right!">
              recall
            </th>
          </tr>
        </thead>
        <tbody>
          {confusion.map((row, truth) => (
            <tr key={labels[truth]}>
              <th
                scope="row"
                className={`truncate text-center! ${pointed?.truth === truth ? 'text-ink!' : ''}`}
              >
                {labels[truth]}
              </th>
              {row.map((number, predicted) => (
                <td
                  key={labels[predicted]}
                  className="h-6 overflow-hidden"
                  style={cellLook(number, most, truth === predicted)}
                  onPointerEnter={() => setPointed({ truth, predicted })}
                >
                  {number === 0 ? <span className="sr-only">0</span> : cellCount(number)}
                </td>
              ))}
              <td className="pl-1 text-right font-medium">{hundredths(perClass[truth]?.recall ?? null)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="text-left! whitespace-nowrap">
              <span className="tablet:hidden">pr.</span>
              <span className="max-tablet:hidden">prec.</span>
            </th>
            {perClass.map(({ label, precision }) => (
              <td key={label} className="h-6 font-medium">
                {hundredths(precision)}
              </td>
            ))}
            <td className="text-right text-ink-3">%</td>
          </tr>
        </tfoot>
      </table>
      <p aria-hidden="true" className="mt-1 h-4 truncate text-11 text-ink-3">
        {pointed ? cellWords(props, pointed) : 'Rows: the truth. Columns: what the network says.'}
      </p>
    </>
  )
})

function cellLook(number: number, most: number, right: boolean): CSSProperties {
  if (right) return { background: 'var(--bg-sunken)', color: 'var(--ink-3)' }
  const shade = confusionShade(number, most)
  if (shade === 0) return { background: 'var(--bg-sunken)' }
  return { background: `var(--seq-${shade})`, color: isInkOn(shade) ? 'var(--ink)' : 'var(--bg)' }
}

function cellWords({ confusion, labels }: ConfusionMatrixProps, { truth, predicted }: Cell): string {
  const row = confusion[truth]!
  const number = row[predicted]!
  const support = row.reduce((sum, each) => sum + each, 0)
  const part = support > 0 ? `, ${share(number / support)}` : ''
  const of = `${count(number)} of ${count(support)}${part}`
  return truth === predicted
    ? `${labels[truth]} is told for what it is: ${of}.`
    : `${labels[truth]} is taken for ${labels[predicted]}: ${of}.`
}
