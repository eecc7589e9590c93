import type { ReactNode } from 'react'

/** A page that has nothing but a message and a way on. */
export function PlainMessage({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action: ReactNode
}) {
  return (
    <div className="grid justify-items-start gap-3 py-8 tablet:justify-items-center tablet:py-24 tablet:text-center">
      <svg width="240" height="64" viewBox="0 0 240 64" fill="none" aria-hidden="true" className="mb-2">
        <path d="M0 16.5H240M0 40.5H240" stroke="var(--grid)" />
        <path d="M0 62.5H240" stroke="var(--line-strong)" />
        <path
          d="M2 58C22 30 40 20 74 16S120 12 140 12"
          stroke="var(--ink-3)"
          strokeWidth="1.75"
          strokeLinecap="round"
        />
        <path d="M146 8l8 8m0-8l-8 8" stroke="var(--bad)" strokeWidth="1.75" strokeLinecap="round" />
      </svg>
      <h1>{title}</h1>
      <p className="max-w-[52ch] text-14 text-ink-2">{children}</p>
      <div className="mt-1">{action}</div>
    </div>
  )
}
