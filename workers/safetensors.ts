/** A tensor of float32 numbers, row-major. */
export interface Tensor {
  name: string
  shape: readonly number[]
  values: Float32Array
}

/**
 * Bytes of a safetensors file (https://huggingface.co/docs/safetensors): the header's length as 8 bytes, little-endian,
 * the header as JSON, padded with spaces so that numbers begin at a multiple of 8, then the tensors in their order.
 */
export function encodeSafetensors(
  tensors: readonly Tensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  let end = 0
  const described = tensors.map(({ name, shape, values }): [string, object] => {
    const start = end
    end += values.byteLength
    return [name, { dtype: 'F32', shape, data_offsets: [start, end] }]
  })
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(described) })
  const text = new TextEncoder().encode(json)
  const headerLength = Math.ceil(text.length / 8) * 8
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true)
  bytes.set(text, 8)
  let at = 8 + headerLength
  for (const { values } of tensors) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at)
    at += values.byteLength
  }
  return bytes
}
