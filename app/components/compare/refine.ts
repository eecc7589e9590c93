import type { Buckets } from '#lib/series/buckets.ts'

/** Finer buckets of a part of a series: steps from the first to the last, both included. */
export interface FinePart {
  from: number
  to: number
  buckets: Buckets
}

/** A series as single entries with bounds, in whose midst others may be put. */
interface Entries {
  steps: number[]
  values: number[]
  min: number[]
  max: number[]
  nans: number[]
}

function append(to: Entries, from: Buckets, first: number, end: number): void {
  const { steps, values, min = values, max = values, nans = [] } = from
  const broken = new Set(nans)
  for (let i = first; i < end; i++) {
    if (broken.has(i) || Number.isNaN(values[i]!)) to.nans.push(to.steps.length)
    to.steps.push(steps[i]!)
    to.values.push(values[i]!)
    to.min.push(min[i]!)
    to.max.push(max[i]!)
  }
}

/**
 * A series with finer buckets where they are known. What is drawn outside that part stays as it is, and inside it what
 * was not fetched yet, since the run went on.
 */
export function refined(coarse: Buckets, fine: FinePart | null): Buckets {
  const inside = fine?.buckets
  if (!fine || !inside || inside.steps.length === 0) return coarse
  const known = inside.steps.at(-1)!
  const { steps } = coarse
  const before = steps.findIndex((step) => step >= inside.steps[0]!)
  const after = steps.findIndex((step) => step > known)
  const all: Entries = { steps: [], values: [], min: [], max: [], nans: [] }
  append(all, coarse, 0, before < 0 ? steps.length : before)
  append(all, inside, 0, inside.steps.length)
  if (after >= 0) append(all, coarse, after, steps.length)
  const { nans, ...rest } = all
  return { ...rest, ...(nans.length > 0 ? { nans } : {}), total: coarse.total }
}

/** The entries of a series in a part of its steps, some before it and the next behind it. */
export function within(series: Buckets, from: number, to: number, before = 1): Buckets {
  const { steps, values, min, max, nans, total } = series
  let first = steps.findIndex((step) => step >= from)
  if (first < 0) first = steps.length
  let end = steps.findIndex((step) => step > to)
  if (end < 0) end = steps.length
  first = Math.max(0, first - before)
  end = Math.min(steps.length, end + 1)
  const cut = <T>(list: readonly T[]) => list.slice(first, end)
  const broken = nans?.filter((i) => i >= first && i < end).map((i) => i - first) ?? []
  return {
    steps: cut(steps),
    values: cut(values),
    ...(min && max ? { min: cut(min), max: cut(max) } : {}),
    ...(broken.length > 0 ? { nans: broken } : {}),
    total,
  }
}
