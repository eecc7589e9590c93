import { type ActivationName, foldRepeats } from '#app/format/networks.ts'
import { activationCurves } from './activation-curve.ts'

/** The curve alone, for where the name stands beside it already. */
export function ActivationGlyph({ name }: { name: ActivationName }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 14 14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className="shrink-0 self-center text-ink"
    >
      <path d={activationCurves[name]} />
    </svg>
  )
}

/** Curve and name of one activation. */
export function Activation({ name }: { name: ActivationName }) {
  return (
    <span className="inline-flex items-baseline gap-1 whitespace-nowrap font-mono text-12 tracking-tight text-ink-2">
      <ActivationGlyph name={name} />
      {name}
    </span>
  )
}

/** Activations of a network's layers in order, equal neighbours folded: relu ×3 · softmax. */
export function Activations({ names }: { names: readonly ActivationName[] }) {
  return (
    <span className="inline-flex items-baseline gap-1.5">
      {foldRepeats(names).map(({ value, times }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: places in a network are what tells equal entries apart
        <span key={index} className="inline-flex items-baseline gap-1.5">
          {index > 0 && (
            <span aria-hidden="true" className="text-line-control">
              ·
            </span>
          )}
          <Activation name={value} />
          {times > 1 && <span className="text-11 text-ink-3">×{times}</span>}
        </span>
      ))}
    </span>
  )
}
