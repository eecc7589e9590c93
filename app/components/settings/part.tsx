import type { ReactNode } from 'react'

/** A part of the settings under its heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6 border-t border-line pt-3 text-ink-2">
      <h2 className="mb-1 text-ink">{title}</h2>
      {children}
    </section>
  )
}
