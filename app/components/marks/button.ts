import { cva } from 'class-variance-authority'

/** Looks of a button, or of a link that stands as one. One `primary` on a screen. */
export const button = cva(
  'inline-flex h-control items-center justify-center gap-1.5 whitespace-nowrap rounded-3 border px-3 font-medium transition-colors duration-[var(--fast)] hover:no-underline disabled:cursor-not-allowed disabled:border-line disabled:bg-transparent disabled:text-ink-3',
  {
    variants: {
      kind: {
        plain: 'border-line-control bg-bg text-ink hover:bg-hover active:bg-pressed',
        primary: 'border-accent bg-accent text-accent-ink hover:border-accent-hover hover:bg-accent-hover',
        ghost: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
        danger: 'border-bad bg-bg text-bad hover:bg-bad-wash',
      },
    },
    defaultVariants: { kind: 'plain' },
  },
)
