/** Where a label goes, in pixels. */
export interface LabelPlace {
  left: number
  width: number
}

/** A label cut shorter than this says nothing. */
const least = 40

/**
 * Places labels beside their anchors on one line without touching: to the right of the anchor where there is room up
 * to the next one, else to its left, else cut on the wider side; null where there is hardly any room.
 *
 * @param anchors places, ascending
 * @param widths of the labels, in pixels
 * @param end where the line ends
 */
export function placeLabels(
  anchors: readonly number[],
  widths: readonly number[],
  end: number,
): (LabelPlace | null)[] {
  let taken = 0
  return anchors.map((anchor, i) => {
    const wanted = widths[i]!
    const right = (anchors[i + 1] ?? end) - anchor
    const left = anchor - taken
    const toRight = right >= wanted || (left < wanted && right >= left)
    const width = Math.min(wanted, toRight ? right : left)
    if (width < Math.min(wanted, least)) return null
    taken = toRight ? anchor + width : anchor
    return { left: toRight ? anchor : anchor - width, width }
  })
}
