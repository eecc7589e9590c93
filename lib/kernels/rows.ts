import type { BatchPlace } from '../nn/kernels.ts'
import type { Samples } from '../nn/spec.ts'

/** Views of one linear memory. */
export interface Views {
  floats: Float32Array
  bytes: Uint8Array
}

/** Views over one buffer, whose length is a multiple of 64. */
export function viewsOf(buffer: ArrayBuffer): Views {
  return { floats: new Float32Array(buffer), bytes: new Uint8Array(buffer) }
}

/** Views that copy rows of a whole number of 8-byte words, the fastest that JavaScript has without an object a row. */
interface WordViews {
  from: BigUint64Array
  to: BigUint64Array
}

const wordBytes = 8
const cacheLineBytes = 64

/**
 * Makes the function that copies the targets and the raw features of a batch into the memory: float features to
 * `into.features`, byte features to `into.staging`, still to be converted. It returns which.
 * Bound by cache misses of the picked rows.
 */
export function createRowCopier({ floats, bytes }: Views) {
  let source: Samples['features'] | undefined
  let words: WordViews | undefined

  return function copyRows(
    samples: Samples,
    rows: Uint32Array,
    start: number,
    count: number,
    into: BatchPlace,
  ): 'bytes' | 'floats' {
    const { features, inputs, labels } = samples
    if (features !== source) {
      source = features
      words = wordViews(features, inputs, bytes.buffer)
    }
    const areBytes = features instanceof Uint8Array
    const at = areBytes ? into.staging : into.features
    for (let i = 0; i < count; i++) floats[into.targets / 4 + i] = labels[rows[start + i]!]!
    // Kept, so that no compiler drops the reading; the copy overwrites it.
    floats[at / 4] = fetchRows(features, inputs, rows, start, count)
    if (words) copyWords(words, (inputs * features.BYTES_PER_ELEMENT) / wordBytes, rows, start, count, at)
    else if (areBytes) copyElements(features, bytes, at, inputs, rows, start, count)
    else copyElements(features, floats, at / 4, inputs, rows, start, count)
    return areBytes ? 'bytes' : 'floats'
  }
}

/** Answers of `isMostlyZero`, which depend on data that never changes. */
const mostlyZero = new WeakMap<Samples['features'], boolean>()
const lookedAt = 256

/**
 * Whether fewer than a third of the first samples' bytes are not zero, so that products over those alone are faster.
 * Depends on the data only: the same on every machine.
 */
export function isMostlyZero({ features, inputs, count }: Samples): boolean {
  const known = mostlyZero.get(features)
  if (known !== undefined) return known
  const total = Math.min(lookedAt, count) * inputs
  let used = 0
  for (let i = 0; i < total; i++) if (features[i] !== 0) used++
  const answer = features instanceof Uint8Array && used * 3 < total
  mostlyZero.set(features, answer)
  return answer
}

function wordViews(
  features: Samples['features'],
  inputs: number,
  memory: ArrayBufferLike,
): WordViews | undefined {
  const { buffer, byteOffset, byteLength, BYTES_PER_ELEMENT } = features
  if ((inputs * BYTES_PER_ELEMENT) % wordBytes !== 0 || byteOffset % wordBytes !== 0) return undefined
  return {
    from: new BigUint64Array(buffer, byteOffset, byteLength / wordBytes),
    to: new BigUint64Array(memory),
  }
}

/** Reads one element of every cache line: waiting for all the lines at once halves the time of the copy. */
function fetchRows(
  features: Samples['features'],
  inputs: number,
  rows: Uint32Array,
  start: number,
  count: number,
): number {
  const step = cacheLineBytes / features.BYTES_PER_ELEMENT
  let sum = 0
  for (let i = 0; i < count; i++) {
    const first = rows[start + i]! * inputs
    for (let k = 0; k < inputs; k += step) sum += features[first + k]!
  }
  return sum
}

function copyWords(
  { from, to }: WordViews,
  width: number,
  rows: Uint32Array,
  start: number,
  count: number,
  at: number,
): void {
  let target = at / wordBytes
  for (let i = 0; i < count; i++) {
    const first = rows[start + i]! * width
    for (let k = 0; k < width; k++) to[target++] = from[first + k]!
  }
}

function copyElements(
  from: Samples['features'],
  to: Uint8Array | Float32Array,
  at: number,
  width: number,
  rows: Uint32Array,
  start: number,
  count: number,
): void {
  let target = at
  for (let i = 0; i < count; i++) {
    const first = rows[start + i]! * width
    for (let k = 0; k < width; k++) to[target++] = from[first + k]!
  }
}
