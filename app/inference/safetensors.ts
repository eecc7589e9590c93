import { z } from 'zod'

/** A network's tensors by name, as they are stored: row-major. */
export type Tensors = ReadonlyMap<string, Float32Array>

const entrySchema = z.object({
  dtype: z.literal('F32', 'only 32-bit floats are read'),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
})
const headerSchema = z.record(z.string(), z.unknown())

/** Bytes that say how long the header is. */
const lengthBytes = 8

/**
 * Reads a file in the format safetensors (huggingface/safetensors): the length of the header as a 64-bit
 * little-endian number, the header as JSON, then the tensors. The header's `__metadata__` is left out.
 * @throws where the file is cut off, or holds something else
 */
export function readSafetensors(file: ArrayBuffer): Tensors {
  const start = lengthBytes + headerLength(file)
  const header = headerSchema.parse(
    JSON.parse(new TextDecoder().decode(new Uint8Array(file, lengthBytes, start - lengthBytes))),
  )
  return new Map(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, entry]) => [name, readTensor(file, start, name, entry)]),
  )
}

function headerLength(file: ArrayBuffer): number {
  const length = file.byteLength < lengthBytes ? null : Number(new DataView(file).getBigUint64(0, true))
  if (length === null || lengthBytes + length > file.byteLength)
    throw new RangeError('The file of weights ends within its header')
  return length
}

function readTensor(file: ArrayBuffer, start: number, name: string, entry: unknown): Float32Array {
  const { shape, data_offsets: offsets } = entrySchema.parse(entry)
  const [from, to] = offsets
  const elements = shape.reduce((product, size) => product * size, 1)
  if (to - from !== 4 * elements || start + to > file.byteLength) {
    throw new RangeError(`The file of weights does not hold all of ${name}`)
  }
  // A copy, so that the numbers lie aligned.
  return new Float32Array(file.slice(start + from, start + to))
}
