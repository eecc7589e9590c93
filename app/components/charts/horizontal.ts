/** The visible part of a stack's horizontal scale; on a log scale both ends are above 0. */
export interface Horizontal {
  scale: 'linear' | 'log'
  from: number
  to: number
}

/** Narrower than this part of the whole scale nobody can zoom. */
const narrowest = 1e-6

const along = ({ scale }: Horizontal, x: number): number => (scale === 'log' ? Math.log(x) : x)
const back = ({ scale }: Horizontal, u: number): number => (scale === 'log' ? Math.exp(u) : u)

/** Where a place stands: 0 at the left end, 1 at the right one, beyond them outside; −∞ for 0 on a log scale. */
export function shareAt(horizontal: Horizontal, x: number): number {
  const [from, to] = [along(horizontal, horizontal.from), along(horizontal, horizontal.to)]
  return to > from ? (along(horizontal, x) - from) / (to - from) : 0
}

/** The place at a share of the visible width; the inverse of `shareAt`. */
export function placeAt(horizontal: Horizontal, share: number): number {
  const [from, to] = [along(horizontal, horizontal.from), along(horizontal, horizontal.to)]
  return back(horizontal, from + share * (to - from))
}

/** The part from one share of the visible width to another, moved and cut so that it lies within the whole scale. */
export function visiblePart(
  horizontal: Horizontal,
  whole: Horizontal,
  fromShare: number,
  toShare: number,
): Horizontal {
  const [start, end] = [along(whole, whole.from), along(whole, whole.to)]
  const at = (share: number) => along(horizontal, placeAt(horizontal, share))
  const size = Math.min(end - start, Math.max(at(toShare) - at(fromShare), narrowest * (end - start)))
  const from = Math.max(start, Math.min(at(fromShare), end - size))
  // Through a logarithm and back, an end of the scale would come out beside itself.
  const exact = (u: number) => (u <= start ? whole.from : u >= end ? whole.to : back(whole, u))
  return { scale: whole.scale, from: exact(from), to: exact(from + size) }
}

/** Zooms by a factor (2 shows half as much) around a share of the visible width. */
export function zoomed(horizontal: Horizontal, whole: Horizontal, factor: number, around = 0.5): Horizontal {
  return visiblePart(horizontal, whole, around - around / factor, around + (1 - around) / factor)
}

/** Moves by a share of the visible width; stops at the ends. */
export function panned(horizontal: Horizontal, whole: Horizontal, share: number): Horizontal {
  return visiblePart(horizontal, whole, share, 1 + share)
}

/** Whether less than the whole scale is visible. */
export function isPart(horizontal: Horizontal, whole: Horizontal): boolean {
  return horizontal.from > whole.from || horizontal.to < whole.to
}
