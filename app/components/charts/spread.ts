/**
 * Places labels as near to their anchors as they go without touching, in the order of the anchors.
 *
 * @param anchors wanted places, ascending
 * @param distance least distance between two labels
 * @returns places, ascending, within `[low, high]` where there is room
 */
export function spread(anchors: readonly number[], distance: number, low: number, high: number): number[] {
  const places: number[] = []
  for (const anchor of anchors) places.push(Math.max(anchor, low, (places.at(-1) ?? -1e9) + distance))
  let limit = high
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit)
    limit = places[i]! - distance
  }
  return places
}

/** At most `most` of a list, evenly taken, with its first and its last. */
export function sample<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  if (most < 2) return list.slice(0, Math.max(0, most))
  return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]!)
}

/**
 * As many of a sorted list as fit into so many places, of which the last says how many more there are; what is wanted
 * in any case is among them.
 */
export function fitted<T>(
  list: readonly T[],
  places: number,
  wanted: (entry: T) => boolean,
): { kept: T[]; more: number } {
  if (list.length <= places) return { kept: [...list], more: 0 }
  const kept = new Set(sample(list, Math.max(0, places - 1)))
  const missing = list.find((entry) => wanted(entry) && !kept.has(entry))
  if (missing !== undefined) {
    // The neighbour that is already there makes room for it.
    const at = list.indexOf(missing)
    const near = [...kept].sort((a, b) => Math.abs(list.indexOf(a) - at) - Math.abs(list.indexOf(b) - at))[0]
    if (near !== undefined) kept.delete(near)
    kept.add(missing)
  }
  return { kept: list.filter((entry) => kept.has(entry)), more: list.length - kept.size }
}
