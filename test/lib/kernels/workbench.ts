import { createKernels } from '../../../lib/kernels/load.ts'
import { type Kernels, padded, panelIndex } from '../../../lib/nn/kernels.ts'
import { createRandom } from '../../../lib/nn/random.ts'

/** Left behind every operand; whatever writes past its end destroys it. */
const guard = 123456.789
const guardFloats = 64

/** Numbers within −1 … 1 from a seed. */
export function numbers(seed: number, count: number): Float32Array {
  const random = createRandom(seed)
  return Float32Array.from({ length: count }, () => 2 * random.uniform() - 1)
}

/** Kernels and a way to put plain, row-major operands into their memory and to get results out again. */
export class Workbench {
  readonly kernels: Kernels
  readonly tile: number
  #end = 1024
  readonly #guards: number[] = []

  constructor(variant: string) {
    this.kernels = createKernels(variant, 1 << 21)
    this.tile = this.kernels.columnTile
  }

  /** Room for `count` floats, whose content is arbitrary, with a guard behind it. */
  room(count: number): number {
    const at = this.#end
    this.kernels.floats.fill(777, at / 4, at / 4 + count)
    this.kernels.floats.fill(guard, at / 4 + count, at / 4 + count + guardFloats)
    this.#guards.push(at / 4 + count)
    this.#end += Math.ceil((count + guardFloats) / 16) * 64
    return at
  }

  /** Elements as they are. */
  plain(values: Float32Array): number {
    const at = this.room(values.length)
    this.kernels.floats.set(values, at / 4)
    return at
  }

  /** `count` elements as they are. */
  read(at: number, count: number): Float32Array {
    return this.kernels.floats.slice(at / 4, at / 4 + count)
  }

  matrix(rows: number, columns: number, values: Float32Array): number {
    const stride = padded(columns, this.tile)
    const at = this.room(rows * stride)
    this.kernels.floats.fill(0, at / 4, at / 4 + rows * stride)
    values.forEach((value, i) => {
      this.kernels.floats[at / 4 + Math.floor(i / columns) * stride + (i % columns)] = value
    })
    return at
  }

  panels(rows: number, columns: number, values: Float32Array): number {
    const at = this.roomForPanels(rows, columns)
    this.kernels.floats.fill(0, at / 4, at / 4 + rows * padded(columns, this.tile))
    values.forEach((value, i) => {
      this.kernels.floats[at / 4 + this.#panel(i, rows, columns)] = value
    })
    return at
  }

  roomForMatrix(rows: number, columns: number): number {
    return this.room(rows * padded(columns, this.tile))
  }

  roomForPanels(rows: number, columns: number): number {
    return this.room(rows * padded(columns, this.tile))
  }

  readMatrix(at: number, rows: number, columns: number): number[] {
    const stride = padded(columns, this.tile)
    return Array.from(
      { length: rows * columns },
      (_, i) => this.kernels.floats[at / 4 + Math.floor(i / columns) * stride + (i % columns)]!,
    )
  }

  readPanels(at: number, rows: number, columns: number): number[] {
    return Array.from(
      { length: rows * columns },
      (_, i) => this.kernels.floats[at / 4 + this.#panel(i, rows, columns)]!,
    )
  }

  /** Sizes of what is in a matrix's or in panels' padding, which must be zero. */
  padding(at: number, rows: number, columns: number, kind: 'matrix' | 'panels'): number {
    const stride = padded(columns, this.tile)
    let sum = 0
    for (let row = 0; row < rows; row++) {
      for (let column = columns; column < stride; column++) {
        const index = kind === 'matrix' ? row * stride + column : panelIndex(row, column, rows, this.tile)
        sum += Math.abs(this.kernels.floats[at / 4 + index]!)
      }
    }
    return sum
  }

  /** Whether nothing was written behind any operand. */
  get intact(): boolean {
    const { floats } = this.kernels
    const expected = Math.fround(guard)
    return this.#guards.every((at) =>
      floats.subarray(at, at + guardFloats).every((value) => value === expected),
    )
  }

  #panel(index: number, rows: number, columns: number): number {
    return panelIndex(Math.floor(index / columns), index % columns, rows, this.tile)
  }
}
