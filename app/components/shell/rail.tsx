'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Mark } from './mark.tsx'
import { placeOf, places } from './places.ts'

/** Main navigation: at the left, or at the bottom of a narrow screen. */
export function Rail() {
  const here = placeOf(usePathname())
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex h-[calc(var(--tabs)+env(safe-area-inset-bottom))] border-t border-line bg-sunken px-1 pt-1 pb-[calc(4px+env(safe-area-inset-bottom))] tablet:sticky tablet:top-0 tablet:h-screen tablet:flex-col tablet:gap-1 tablet:border-t-0 tablet:border-r tablet:px-2 tablet:pt-0"
    >
      <Link
        href="/"
        aria-label="Actoscope"
        className="mb-2 hidden h-[var(--bar)] place-items-center text-ink tablet:grid"
      >
        <Mark size={26} />
      </Link>
      {places.map(({ title, href, icon: Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={here.href === href ? 'page' : undefined}
          className="grid flex-1 content-center justify-items-center gap-0.5 rounded-3 text-11 font-medium text-ink-2 hover:bg-pressed hover:text-ink hover:no-underline aria-[current]:bg-accent-wash aria-[current]:text-accent tablet:flex-none tablet:gap-1 tablet:pt-2 tablet:pb-1.5"
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
          {title}
        </Link>
      ))}
    </nav>
  )
}
