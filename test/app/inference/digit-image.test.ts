import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digitSize, toDigit } from '#app/inference/digit-image.ts'
import { type Point, rasterize, type Stroke } from '#app/inference/strokes.ts'
import { loadMnist } from '#lib/datasets/mnist.ts'

const size = 168

/** What of a picture holds ink, and where its mass is. */
function measure(image: ArrayLike<number>) {
  const pixels = Array.from(image, (value, i) => ({
    value,
    x: i % digitSize,
    y: Math.floor(i / digitSize),
  })).filter(({ value }) => value > 0)
  const mass = pixels.reduce((sum, { value }) => sum + value, 0)
  const range = (axis: 'x' | 'y') => {
    const places = pixels.map((pixel) => pixel[axis])
    const length = Math.max(...places) - Math.min(...places) + 1
    const centre = pixels.reduce((sum, pixel) => sum + pixel.value * pixel[axis], 0) / mass
    return { length, centre }
  }
  return { mass, x: range('x'), y: range('y') }
}

const point = fc.record({
  x: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
  y: fc.double({ min: 0.2, max: 0.8, noNaN: true }),
})
const strokes: fc.Arbitrary<Stroke[]> = fc.array(fc.array(point, { minLength: 2, maxLength: 6 }), {
  minLength: 1,
  maxLength: 3,
})
const moved = (drawing: Stroke[], move: (point: Point) => Point) => drawing.map((stroke) => stroke.map(move))
const drawn = (drawing: Stroke[], radius?: number) => toDigit(rasterize(drawing, size, radius), size)

describe('a drawing as MNIST has its digits', () => {
  it('fits into 20 × 20 and keeps its proportions; its mass is in the middle, as far as it can be', () => {
    fc.assert(
      fc.property(strokes, (drawing) => {
        const { x, y } = measure(drawn(drawing))
        expect(Math.max(x.length, y.length)).toBeLessThanOrEqual(20)
        expect(Math.max(x.length, y.length)).toBeGreaterThanOrEqual(19)
        const ink = rasterize(drawing, size)
        const columns = new Set<number>()
        const rows = new Set<number>()
        ink.forEach((value, i) => {
          if (value < 0.5 / 255) return
          columns.add(i % size)
          rows.add(Math.floor(i / size))
        })
        const span = (places: Set<number>) => Math.max(...places) - Math.min(...places) + 1
        expect(Math.abs(x.length / y.length - span(columns) / span(rows))).toBeLessThan(0.3)
        for (const { centre, length } of [x, y]) {
          // Half a pixel of rounding; else the digit stands at the edge.
          const room = (digitSize - length) / 2
          expect(Math.abs(centre - 14)).toBeLessThanOrEqual(Math.max(0.51, length / 2 - room))
        }
      }),
      { seed: 5, numRuns: 60 },
    )
  })

  it('is the same wherever on the pad it is drawn', () => {
    fc.assert(
      fc.property(
        strokes,
        fc.integer({ min: -16, max: 16 }),
        fc.integer({ min: -16, max: 16 }),
        (drawing, right, down) => {
          const elsewhere = moved(drawing, ({ x, y }) => ({ x: x + right / size, y: y + down / size }))
          const [one, other] = [drawn(drawing), drawn(elsewhere)]
          // Rounding in the last place of a coordinate moves a grey level by one at most.
          const greatest = one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0)
          expect(greatest).toBeLessThanOrEqual(1)
        },
      ),
      { seed: 6, numRuns: 40 },
    )
  })

  it('is nearly the same however large it is drawn with a pen to match', () => {
    const seven: Stroke[] = [
      [
        { x: 0.2, y: 0.2 },
        { x: 0.8, y: 0.2 },
        { x: 0.4, y: 0.85 },
      ],
    ]
    const half = moved(seven, ({ x, y }) => ({ x: x / 2, y: y / 2 }))
    const [large, small] = [drawn(seven, 0.04), drawn(half, 0.02)]
    const difference = large.reduce((sum, value, i) => sum + Math.abs(value - small[i]!), 0)
    expect(difference / measure(large).mass).toBeLessThan(0.1)
  })

  it('takes a picture of MNIST for what it is', async () => {
    const { val } = await loadMnist()
    let worst = 0
    let same = 0
    for (let index = 0; index < 200; index++) {
      const picture = val.features.subarray(index * 784, (index + 1) * 784)
      const again = toDigit(
        Float32Array.from(picture, (value) => value / 255),
        digitSize,
      )
      const { mass } = measure(picture)
      const difference = again.reduce((sum, value, i) => sum + Math.abs(value - picture[i]!), 0) / mass
      worst = Math.max(worst, difference)
      if (difference === 0) same++
    }
    expect({ same, worst }).toEqual({ same: 200, worst: 0 })
  })

  it('is empty where nothing is drawn, and a dot fills the box', () => {
    expect(drawn([]).every((value) => value === 0)).toBe(true)
    const { x, y } = measure(drawn([[{ x: 0.1, y: 0.9 }]]))
    expect([x.length, y.length, Math.round(x.centre), Math.round(y.centre)]).toEqual([20, 20, 14, 14])
  })
})

describe('ink', () => {
  it('is dark along the stroke, soft at its edge, and nowhere else; twice the same stroke is no darker', () => {
    const line: Stroke = [
      { x: 0.25, y: 0.5 },
      { x: 0.75, y: 0.5 },
    ]
    const ink = rasterize([line], 100, 0.05)
    expect(ink[50 * 100 + 50]).toBe(1)
    expect(ink[50 * 100 + 10]).toBe(0)
    const column = Array.from({ length: 100 }, (_, row) => ink[row * 100 + 50]!)
    expect(column.reduce((sum, value) => sum + value, 0)).toBeCloseTo(10, 5)
    expect(rasterize([line, [...line].reverse()], 100, 0.05)).toEqual(ink)
  })

  it('off the pad is cut off', () => {
    const ink = rasterize(
      [
        [
          { x: -1, y: 0.5 },
          { x: 2, y: 0.5 },
        ],
      ],
      20,
      0.1,
    )
    expect(ink.every((value) => value >= 0 && value <= 1)).toBe(true)
    expect(ink[10 * 20]).toBe(1)
  })
})
