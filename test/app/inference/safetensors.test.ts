import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '#app/inference/safetensors.ts'

/** A file as the format describes it, with a header that may lie. */
function fileOf(header: object, data: Float32Array): ArrayBuffer {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(8 + text.length + data.byteLength)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true)
  bytes.set(text, 8)
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8 + text.length)
  return bytes.buffer
}

describe('readSafetensors', () => {
  it('reads back every tensor, however its file is padded', () => {
    const tensors = fc.array(fc.array(fc.float({ noNaN: true }), { maxLength: 9 }), { maxLength: 4 })
    fc.assert(
      fc.property(tensors, fc.string(), (lists, note) => {
        let end = 0
        const entries = lists.map((list, i) => {
          const from = end
          end += 4 * list.length
          return [`layer_${i}.weight`, { dtype: 'F32', shape: [list.length, 1], data_offsets: [from, end] }]
        })
        const header = { __metadata__: { note }, ...Object.fromEntries(entries) }
        const read = readSafetensors(fileOf(header, Float32Array.from(lists.flat())))
        expect([...read.keys()]).toEqual(lists.map((_, i) => `layer_${i}.weight`))
        expect([...read.values()]).toEqual(lists.map((list) => Float32Array.from(list)))
      }),
      { seed: 7 },
    )
  })

  const data = new Float32Array(4)
  const entry = { dtype: 'F32', shape: [2, 2], data_offsets: [0, 16] }
  it.each([
    ['a tensor beyond the end', fileOf({ w: { ...entry, data_offsets: [8, 24] } }, data)],
    ['a shape that does not fit its bytes', fileOf({ w: { ...entry, shape: [3] } }, data)],
    ['numbers of another kind', fileOf({ w: { ...entry, dtype: 'F16' } }, data)],
    ['a header that is cut off', fileOf({ w: entry }, data).slice(0, 20)],
    ['no header', new ArrayBuffer(3)],
  ])('refuses %s', (_, file) => {
    expect(() => readSafetensors(file)).toThrow()
  })
})
