import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellPaths } from '#app/components/marks/cell-paths.ts'
import { surfacePoints, toPicture, toPlane } from '#app/inference/decision-surface.ts'
import { findStuck, scaleOf, shadeOf } from '#app/inference/shading.ts'

const layer = (activation: 'relu' | 'tanh' | 'sigmoid' | 'gelu') => ({ units: 3, activation })
const values = (...list: number[]) => Float32Array.from(list)

describe('shades', () => {
  it('have the bounds of a bounded activation, else the greatest value of all runs that are not', () => {
    const row = [
      { layer: layer('relu'), values: values(0, 3, Number.NaN) },
      { layer: layer('gelu'), values: values(5, -0.125) },
      { layer: layer('tanh'), values: values(-0.5) },
    ]
    expect(scaleOf(layer('sigmoid'), row)).toEqual({ kind: 'seq', most: 1 })
    expect(scaleOf(layer('tanh'), row)).toEqual({ kind: 'div', most: 1 })
    expect(scaleOf(layer('relu'), row)).toEqual({ kind: 'div', most: 5 })
    expect(scaleOf(layer('relu'), row.slice(0, 1))).toEqual({ kind: 'seq', most: 3 })
    expect(scaleOf(layer('relu'), [])).toEqual({ kind: 'seq', most: 1 })
  })

  it('grow with the value, are zero in the middle of a signed scale, and none for NaN', () => {
    const [seq, div] = [
      { kind: 'seq', most: 2 },
      { kind: 'div', most: 2 },
    ] as const
    expect([0, 1, 2, 9, -1].map((value) => shadeOf(seq, value))).toEqual([0, 4, 8, 8, 0])
    expect([-9, -2, 0, 1, 2].map((value) => shadeOf(div, value))).toEqual([0, 0, 4, 6, 8])
    expect(shadeOf(div, Number.NaN)).toBe(-1)
  })

  it('know silent units of rectifiers and saturated ones of others', () => {
    expect(findStuck(layer('relu'), values(0, 1, 0))).toEqual([true, false, true])
    expect(findStuck(layer('gelu'), values(0.01, 0.02, -0.5))).toEqual([true, false, false])
    // 5 % of the sigmoid's peak of 0.25 is 0.0125.
    expect(findStuck(layer('sigmoid'), values(0.012, 0.013))).toEqual([true, false])
  })
})

describe('cells as paths', () => {
  it('cover every cell once, in its shade', () => {
    const grid = fc.array(fc.integer({ min: -1, max: 3 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(grid, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 0.25), (shades, columns, gap) => {
        const covered = shades.map(() => -1)
        cellPaths(shades, columns, 4, gap).forEach((path, shade) => {
          for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h([\d.]+)v/g)) {
            for (let i = 0; i < Number(width) + gap; i++) {
              const place = Number(y) * columns + Number(x) + i
              expect(covered[place]).toBe(-1)
              covered[place] = shade
            }
          }
        })
        expect(covered).toEqual(shades)
      }),
      { seed: 8 },
    )
  })
})

describe('the plane', () => {
  it('is shown with y upwards, and a click finds back', () => {
    expect(toPicture({ x: -1.2, y: 1.2 })).toEqual({ x: 0, y: 0 })
    expect(toPlane(toPicture({ x: 0.3, y: -0.75 }))).toEqual({ x: 0.3, y: -0.75 })
    expect(toPlane({ x: 2, y: 0.5 })).toEqual({ x: 1.2, y: 0 })
    const points = surfacePoints(2)
    expect([...points].map((value) => Number(value.toFixed(2)))).toEqual([
      -0.6, 0.6, 0.6, 0.6, -0.6, -0.6, 0.6, -0.6,
    ])
  })
})
