import { type ActivationName, foldRepeats } from '#app/format/networks.ts'

/** The curve of each activation in a box of 14 px. */
const curves: Record<ActivationName, string> = {
  identity: 'M1.5 12L12.5 2',
  linear: 'M1.5 12L12.5 2',
  sigmoid: 'M1 11C5.5 11 6.5 3 13 3',
  tanh: 'M1 11.5C6.3 11.5 6 7 7 7S7.7 2.5 13 2.5',
  relu: 'M1 11H7L13 3',
  leaky_relu: 'M1 12L7 10L13 3',
  softmax: 'M2 12V9M5.3 12V3M8.6 12V10M12 12V7',
}

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
      <path d={curves[name]} />
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
