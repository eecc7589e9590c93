import Link from 'next/link'
import type { ReactNode } from 'react'
import { ConnectionLine } from './connection-line.tsx'
import { FindButton } from './find-button.tsx'
import { StatusBanner } from './status-banner.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

interface Crumb {
  title: string
  /** Absent for the page itself, the last crumb. */
  href?: string
}

/** Bar and content of one page. */
export function Page({ crumbs, children }: { crumbs: readonly Crumb[]; children: ReactNode }) {
  return (
    <>
      <header className="sticky top-0 z-10 flex h-[var(--bar)] items-center gap-3 border-b border-line bg-bg px-page">
        <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
          <ol className="flex min-w-0 items-center gap-1.5 whitespace-nowrap text-ink-3">
            {crumbs.map(({ title, href }) => (
              <li
                key={title}
                className="flex min-w-0 items-center gap-1.5 not-last:hidden not-first:before:hidden not-first:before:text-line-control not-first:before:content-['/'] tablet:not-last:flex tablet:not-first:before:block"
              >
                {href ? (
                  <Link href={href}>{title}</Link>
                ) : (
                  <span aria-current="page" className="truncate font-medium text-ink">
                    {title}
                  </span>
                )}
              </li>
            ))}
          </ol>
        </nav>
        <ConnectionLine />
        <FindButton />
        <ThemeSwitch />
      </header>
      <StatusBanner />
      <main
        id="main"
        tabIndex={-1}
        className="min-w-0 px-page pt-4 pb-8 outline-none tablet:pt-6 tablet:pb-16"
      >
        {children}
      </main>
    </>
  )
}
