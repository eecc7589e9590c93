import { shareWords } from '#app/format/judgements.ts'
import { powerTick } from '#app/format/numbers.ts'
import { type ClassShare, type Judgement, topClasses } from '#app/inference/judgement.ts'

/** Up to so many classes each keep their place; of more, so many are shown, the greatest first. */
const mostBars = 10
/** Where the logarithmic scale begins. */
const leastPower = -8
/** Shares below this need no figure beside a bar that cannot be seen. */
const leastFigure = 0.005

/** How long a share is: in proportion, or by its power of ten, which shows what is small. */
export type BarScale = 'linear' | 'log'
export const barScales = [
  { name: 'linear', title: 'Linear' },
  { name: 'log', title: 'Log' },
] as const satisfies readonly { name: BarScale; title: string }[]

interface ClassBarsProps {
  /** Null until there is one: places are kept. */
  judgement: Judgement | null
  /** Names of the classes. */
  labels: readonly string[]
  /** Colour of the run. */
  colour: string
  /** The class that the sample has; null where nobody knows. */
  truth: number | null
  scale?: BarScale
}

/** What each class gets, on one scale: 0 to 1, or for scores to the greatest of them. */
export function ClassBars({ judgement, labels, colour, truth, scale = 'linear' }: ClassBarsProps) {
  const many = labels.length > mostBars
  const best = judgement ? topClasses(judgement, mostBars) : []
  const rows: (ClassShare | null)[] = many
    ? Array.from({ length: mostBars }, (_, i) => best[i] ?? null)
    : labels.map((_, label) => ({ label, value: judgement?.values[label] ?? 0 }))
  const sizes = judgement?.values.filter(Number.isFinite) ?? []
  const most = judgement?.kind === 'scores' ? Math.max(1, ...sizes) : 1
  const others = best.reduce((left, { value }) => left - value, 1)
  return (
    <div>
      <ol className={`grid gap-px ${many ? '[--name:36px]' : '[--name:16px]'}`}>
        {rows.map((row, place) => (
          <Bar
            // biome-ignore lint/suspicious/noArrayIndexKey: bars keep their places
            key={place}
            row={judgement && row}
            name={row ? labels[row.label]! : ''}
            first={judgement !== null && row?.label === best[0]?.label}
            isTruth={row !== null && row.label === truth}
            most={most}
            colour={colour}
            scale={scale}
          />
        ))}
      </ol>
      {many && (
        <p className="h-5.5 text-12 text-ink-3">
          {judgement &&
            `and ${labels.length - mostBars} others${judgement.kind === 'probabilities' ? `: ${shareWords(Math.max(0, others))}` : ''}`}
        </p>
      )}
      {scale === 'log' && (
        <p aria-hidden="true" className="flex justify-between pr-12 pl-6 text-11 text-ink-3">
          <span>10⁻⁸</span>
          <span>10⁻⁴</span>
          <span>1</span>
        </p>
      )}
    </div>
  )
}

interface BarProps {
  /** Null while there is nothing to show. */
  row: ClassShare | null
  name: string
  /** Whether it is the greatest. */
  first: boolean
  isTruth: boolean
  most: number
  colour: string
  scale: BarScale
}

function Bar({ row, name, first, isTruth, most, colour, scale }: BarProps) {
  const value = row?.value ?? 0
  const paint = first ? colour : 'var(--run-none)'
  return (
    <li
      data-class={name}
      data-value={row ? value : undefined}
      className="grid h-5.5 grid-cols-[var(--name)_minmax(0,1fr)_42px] items-center gap-1.5 text-12"
    >
      <span
        className={`text-center leading-4 ${first ? 'font-semibold text-ink' : 'text-ink-2'} ${isTruth ? 'rounded-1 shadow-[0_0_0_1px_var(--ink-2)]' : ''}`}
      >
        {name}
        {isTruth && <span className="sr-only"> (its label)</span>}
      </span>
      {scale === 'linear' ? (
        <span aria-hidden="true" className="h-3.5 border-l border-line-strong">
          <span
            className="block h-full rounded-r-1"
            style={{ width: `${Math.min(1, Math.max(0, value / most)) * 100}%`, background: paint }}
          />
        </span>
      ) : (
        <LogDot place={row && value > 0 ? 1 - Math.log10(value / most) / leastPower : null} paint={paint} />
      )}
      <span className={`text-right whitespace-nowrap ${first ? 'font-medium' : 'text-ink-2'}`}>
        {row && <Figure value={value} log={scale === 'log'} />}
      </span>
    </li>
  )
}

/** A log scale has no zero to begin a bar at: a dot at its power. */
function LogDot({ place, paint }: { place: number | null; paint: string }) {
  return (
    <span aria-hidden="true" className="relative h-3.5 border-x border-line">
      <span className="absolute inset-y-0 left-1/2 border-l border-line" />
      <span className="absolute inset-x-0 top-1/2 border-t border-line" />
      {place !== null && place >= 0 && (
        <span
          className="absolute top-1/2 size-2 -translate-1/2 rounded-full"
          style={{ left: `${Math.min(1, place) * 100}%`, background: paint }}
        />
      )}
    </span>
  )
}

function Figure({ value, log }: { value: number; log: boolean }) {
  if (log && value > 0 && value < 0.01) return <span className="text-11">{powerWords(value)}</span>
  const words = shareWords(value)
  return value >= 0 && value < leastFigure ? <span className="sr-only">{words}</span> : words
}

/** The order of a small share, as short as the place for it: 10⁻⁴. */
function powerWords(value: number): string {
  return powerTick(10 ** Math.round(Math.log10(value)))
}
