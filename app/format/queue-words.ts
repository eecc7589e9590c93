import type { QueueItem } from '#lib/contracts/queue.ts'
import { clock } from './durations.ts'

const endings = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
])
const ordinals = new Intl.PluralRules('en-US', { type: 'ordinal' })

/** A place in words: 2nd, 3rd, 11th. */
export function ordinal(place: number): string {
  return `${place}${endings.get(ordinals.select(place)) ?? 'th'}`
}

/** When a waiting run is expected to begin, roughly: soon, in about 40 s, in about 2 min, in about 1:30 h. */
export function startWords(expected: string, now: number): string {
  const seconds = (Date.parse(expected) - now) / 1000
  if (seconds < 10) return 'soon'
  if (seconds < 60) return `in about ${Math.round(seconds / 10) * 10} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `in about ${minutes} min` : `in about ${clock(60 * minutes).slice(0, -3)} h`
}

/** Where a waiting run stands, and when it is expected to begin. */
export function placeWords({ position, expectedStart }: QueueItem, now: number): string {
  const place = position === 1 ? 'next in the queue' : `${ordinal(position)} in the queue`
  return expectedStart === null ? place : `${place}, ${startWords(expectedStart, now)}`
}
