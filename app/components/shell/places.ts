import { Braces, ChartSpline, List, type LucideIcon, Settings, Spline } from 'lucide-react'

/** A page of the main navigation. */
export interface Place {
  title: string
  href: string
  icon: LucideIcon
  /** Leads there after g. */
  key: string
}

/** The main navigation; the first holds all pages that no other does. */
export const places: readonly Place[] = [
  { title: 'Runs', href: '/', icon: List, key: 'r' },
  { title: 'Compare', href: '/compare', icon: ChartSpline, key: 'c' },
  { title: 'Explore', href: '/explore', icon: Spline, key: 'e' },
  { title: 'API', href: '/docs/api', icon: Braces, key: 'a' },
  { title: 'Settings', href: '/settings', icon: Settings, key: 's' },
]

/** The place that a path belongs to. */
export function placeOf(path: string): Place {
  return places.slice(1).find(({ href }) => path === href || path.startsWith(`${href}/`)) ?? places[0]!
}
