/** Width and height of an MNIST picture, and of the box that its digit is fitted into. */
export const digitSize = 28
const boxSize = 20

interface Box {
  left: number
  top: number
  width: number
  height: number
}

/**
 * A drawing as MNIST has its digits, `[28 · 28]` bytes: "size normalized to fit in a 20x20 pixel box while preserving
 * their aspect ratio", with the grey levels of anti-aliasing, then "centered in a 28x28 image by computing the center
 * of mass of the pixels, and translating the image so as to position this point at the center" (LeCun, Cortes &
 * Burges, The MNIST database). By whole pixels, as there: pixel 14, counted from 0, is the middle. Never so far that
 * ink falls off the edge.
 *
 * @param ink `[size · size]` row-major, 0 to 1
 */
export function toDigit(ink: Float32Array, size: number): Uint8Array {
  const image = new Uint8Array(digitSize * digitSize)
  const box = inkBox(ink, size)
  if (!box) return image
  const scale = boxSize / Math.max(box.width, box.height)
  const width = Math.max(1, Math.round(box.width * scale))
  const height = Math.max(1, Math.round(box.height * scale))
  const small = shrink(ink, size, box, width, height)
  const mass = centreOfMass(small, width)
  const left = shift(mass.x, width)
  const top = shift(mass.y, height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      image[(top + row) * digitSize + left + column] = Math.round(255 * small[row * width + column]!)
    }
  }
  return image
}

/** Whole pixels by which a centre of mass comes to the middle, as far as the digit stays in the picture. */
function shift(mass: number, length: number): number {
  return Math.min(digitSize - length, Math.max(0, Math.round(digitSize / 2 - mass)))
}

/** The smallest box around what would be seen; null where nothing would. */
function inkBox(ink: Float32Array, size: number): Box | null {
  let [left, top, right, bottom] = [size, size, -1, -1]
  ink.forEach((value, place) => {
    if (value < 0.5 / 255) return
    const [row, column] = [Math.floor(place / size), place % size]
    left = Math.min(left, column)
    right = Math.max(right, column)
    top = Math.min(top, row)
    bottom = Math.max(bottom, row)
  })
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** Each new pixel is the mean of the area that it stands for. */
function shrink(ink: Float32Array, size: number, box: Box, width: number, height: number): Float32Array {
  const columns = spans(box.left, box.width, width)
  const rows = spans(box.top, box.height, height)
  const small = new Float32Array(width * height)
  rows.forEach((down, row) => {
    columns.forEach((across, column) => {
      let sum = 0
      for (const { at: y, share: tall } of down) {
        for (const { at: x, share: wide } of across) sum += tall * wide * ink[y * size + x]!
      }
      small[row * width + column] = sum
    })
  })
  return small
}

/** For each of `count` equal parts of a length the pixels that it covers, and their shares of the part. */
function spans(start: number, length: number, count: number): { at: number; share: number }[][] {
  const part = length / count
  return Array.from({ length: count }, (_, i) => {
    const [from, to] = [i * part, (i + 1) * part]
    const covered: { at: number; share: number }[] = []
    for (let pixel = Math.floor(from); pixel < Math.min(to, length); pixel++) {
      const share = (Math.min(to, pixel + 1) - Math.max(from, pixel)) / part
      if (share > 0) covered.push({ at: start + pixel, share })
    }
    return covered
  })
}

/** Of pixels that hold some ink, counted from 0. */
function centreOfMass(pixels: Float32Array, width: number): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0]
  pixels.forEach((value, place) => {
    mass += value
    x += value * (place % width)
    y += value * Math.floor(place / width)
  })
  return { x: x / mass, y: y / mass }
}
