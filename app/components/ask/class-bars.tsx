import { shareWords } from '#app/format/judgements.ts'
import { type ClassShare, type Judgement, topClasses } from '#app/inference/judgement.ts'

/** Up to so many classes each keep their place; of more, so many are shown, the greatest first. */
const mostBars = 10

interface ClassBarsProps {
  /** Null until there is one: places are kept. */
  judgement: Judgement | null
  /** Names of the classes. */
  labels: readonly string[]
  /** Colour of the run. */
  colour: string
  /** The class that the sample has; null where nobody knows. */
  truth: number | null
}

/** What each class gets, as bars of one length scale: 0 to 1, or for scores to the greatest of them. */
export function ClassBars({ judgement, labels, colour, truth }: ClassBarsProps) {
  const many = labels.length > mostBars
  const best = judgement ? topClasses(judgement, mostBars) : []
  const rows: (ClassShare | null)[] = many
    ? Array.from({ length: mostBars }, (_, i) => best[i] ?? null)
    : labels.map((_, label) => ({ label, value: judgement?.values[label] ?? 0 }))
  const sizes = judgement?.values.filter(Number.isFinite) ?? []
  const most = judgement?.kind === 'scores' ? Math.max(1, ...sizes) : 1
  const others = best.reduce((left, { value }) => left - value, 1)
  return (
    <ol
      className={`grid gap-px ${many ? '[--name:36px]' : labels.length > 2 ? '[--name:16px]' : '[--name:52px]'}`}
    >
      {rows.map((row, place) => {
        const isFirst = judgement !== null && row?.label === best[0]?.label
        const value = row?.value ?? 0
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: bars keep their places
            key={place}
            data-class={row?.label}
            data-value={judgement ? value : undefined}
            className="grid h-5.5 grid-cols-[var(--name)_minmax(0,1fr)_40px] items-center gap-1.5 text-12"
          >
            <span
              className={`text-center leading-4 ${isFirst ? 'font-semibold text-ink' : 'text-ink-2'} ${row && row.label === truth ? 'rounded-1 shadow-[0_0_0_1px_var(--ink-2)]' : ''}`}
            >
              {row && labels[row.label]}
              {row && row.label === truth && <span className="sr-only"> (its label)</span>}
            </span>
            <span aria-hidden="true" className="h-3.5 border-l border-line-strong">
              <span
                className="block h-full rounded-r-1"
                style={{
                  width: `${Math.min(1, Math.max(0, value / most)) * 100}%`,
                  background: isFirst ? colour : 'var(--run-none)',
                }}
              />
            </span>
            <span className={`text-right ${isFirst ? 'font-medium' : 'text-ink-2'}`}>
              {judgement && row ? shareWords(value) : ''}
            </span>
          </li>
        )
      })}
      {many && (
        <li className="h-5.5 text-12 text-ink-3">
          {judgement &&
            `and ${labels.length - mostBars} others${judgement.kind === 'probabilities' ? `: ${shareWords(Math.max(0, others))}` : ''}`}
        </li>
      )}
    </ol>
  )
}
