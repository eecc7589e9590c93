import type { Rgb } from '#app/hooks/use-token-colours.ts'

/** What a toy is painted with: the page, the two classes, and what is dead. */
export const toyTokens = ['--bg', '--run-2', '--run-1'] as const
export type ToyColours = Readonly<Record<(typeof toyTokens)[number], Rgb>>

/** How much of a class's colour a cell has at most: points of the full colour are seen on it. */
const strongest = 0.72

/** A CSS colour. */
export const cssOf = ([red, green, blue]: Rgb) => `rgb(${red} ${green} ${blue})`

/**
 * Fills pixels from cells between −1 (the first class's colour), 0 (the page's) and 1 (the second's); NaN as 0.
 *
 * @param pixels `[cells, 4]`, red, green, blue and opacity
 */
export function paintCells(
  pixels: Uint8ClampedArray,
  cells: ArrayLike<number>,
  signed: (cell: number) => number,
  colours: ToyColours,
): void {
  const page = colours['--bg']
  for (let i = 0; i < cells.length; i++) {
    const value = signed(cells[i]!) || 0
    const towards = value < 0 ? colours['--run-2'] : colours['--run-1']
    const part = strongest * Math.min(1, Math.abs(value))
    for (let channel = 0; channel < 3; channel++) {
      pixels[4 * i + channel] = page[channel]! + part * (towards[channel]! - page[channel]!)
    }
    pixels[4 * i + 3] = 255
  }
}

/** The greatest size of a list, at least something. */
export function greatestSize(values: Float32Array): number {
  let most = 1e-9
  for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value))
  return most
}
