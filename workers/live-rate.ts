import { control } from './messages.ts'

/** A learning rate that is set while a training goes on; ids grow in the order in which they are set. */
export interface RateChange {
  id: number
  learningRate: number
}

/** Cells that a change takes: two float64, each as two int32, which is what can be written atomically. */
const rateCells = 4

/**
 * Puts a change into the mailbox, over the one before; an older one than is there already comes too late and is dropped.
 * Only one thread may write.
 *
 * The mailbox is a seqlock: `rateVersion` is odd while the cells are being written, and another afterwards. Nobody waits.
 * All accesses are atomic, so that no thread sees them in another order.
 */
export function writeRate(cells: Int32Array, { id, learningRate }: RateChange): void {
  if (id <= readCells(cells).id) return
  const halves = new Int32Array(Float64Array.of(id, learningRate).buffer)
  Atomics.add(cells, control.rateVersion, 1)
  for (let i = 0; i < rateCells; i++) Atomics.store(cells, control.rate + i, halves[i]!)
  Atomics.add(cells, control.rateVersion, 1)
}

/** The other end of the mailbox, for one thread. */
export class RateReader {
  readonly #cells: Int32Array
  #seen = 0

  constructor(cells: Int32Array) {
    this.#cells = cells
  }

  /**
   * The newest change since the last time. Null where there is none, which costs one atomic load, and where one is
   * being written just now, which the next time finds.
   */
  take(): RateChange | null {
    const version = Atomics.load(this.#cells, control.rateVersion)
    if (version === this.#seen || version % 2 !== 0) return null
    const change = readCells(this.#cells)
    if (Atomics.load(this.#cells, control.rateVersion) !== version) return null
    this.#seen = version
    return change
  }
}

function readCells(cells: Int32Array): RateChange {
  const halves = new Int32Array(rateCells)
  for (let i = 0; i < rateCells; i++) halves[i] = Atomics.load(cells, control.rate + i)
  const values = new Float64Array(halves.buffer)
  return { id: values[0]!, learningRate: values[1]! }
}
