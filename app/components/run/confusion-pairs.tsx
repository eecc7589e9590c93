import { count, share } from '#app/format/numbers.ts'
import type { Evaluation } from '#lib/contracts/evaluation.ts'

/** Confusions that are told. */
const mostPairs = 8
/** Classes that are told: those with the lowest F1. */
const mostClasses = 5

type Told = Pick<Evaluation, 'confused' | 'labels' | 'perClass'>

/** What is confused most, and which classes fare worst: for more classes than a matrix has room for. */
export function ConfusionPairs({ confused, labels, perClass }: Told) {
  const most = confused[0]?.count ?? 1
  const worst = perClass
    .filter(({ support }) => support > 0)
    .toSorted((a, b) => (a.f1 ?? 0) - (b.f1 ?? 0))
    .slice(0, mostClasses)
  const percent = (part: number | null) => (part === null ? '–' : share(part))
  return (
    <div className="grid gap-4" style={{ minHeight: (mostPairs + mostClasses) * 24 + 56 }}>
      <ol aria-label="Most frequent confusions">
        {confused.slice(0, mostPairs).map((pair) => (
          <li
            key={`${pair.truth} ${pair.predicted}`}
            className="grid h-6 grid-cols-[minmax(0,140px)_minmax(0,1fr)_48px] items-center gap-2 text-12"
          >
            <span className="truncate">
              <b className="font-medium">{labels[pair.truth]}</b>
              <span className="text-ink-3"> taken for </span>
              <b className="font-medium">{labels[pair.predicted]}</b>
            </span>
            <span aria-hidden="true" className="h-2.5 bg-hover">
              <span
                className="block h-full rounded-r-1 bg-[var(--seq-5)]"
                style={{ width: `${(pair.count / most) * 100}%` }}
              />
            </span>
            <span className="text-right">{count(pair.count)}×</span>
          </li>
        ))}
      </ol>
      <table className="text-12">
        <caption className="sr-only">Classes with the lowest F1</caption>
        <thead>
          <tr>
            <th scope="col">Worst classes</th>
            <th scope="col" className="text-right!">
              precision
            </th>
            <th scope="col" className="text-right!">
              recall
            </th>
            <th scope="col" className="text-right!">
              samples
            </th>
          </tr>
        </thead>
        <tbody>
          {worst.map(({ label, precision, recall, support }) => (
            <tr key={label} className="h-6">
              <td>{labels[label]}</td>
              <td className="text-right">{percent(precision)}</td>
              <td className="text-right">{percent(recall)}</td>
              <td className="text-right text-ink-3">{count(support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
