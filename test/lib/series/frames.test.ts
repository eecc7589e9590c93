import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameBuffer, firstSeq, framesAfter, lastSeq, seqOf, stepOf, valuesOf } from '#lib/series/frames.ts'

function blockOf(seqs: number[]) {
  const buffer = new FrameBuffer(['a', 'b'], 2)
  for (const seq of seqs) buffer.push(seq, 10 * seq, [seq + 0.5, seq % 2 ? Number.NaN : -Infinity])
  return buffer.take()
}

describe('FrameBuffer', () => {
  it('turns frames into columns and starts anew', () => {
    const buffer = new FrameBuffer(['a', 'b'], 1)
    buffer.push(3, 30, [1, Number.NaN])
    buffer.push(5, 50, [2, Infinity])
    const block = buffer.take()
    expect([...block.columns]).toEqual([3, 5, 30, 50, 1, 2, Number.NaN, Infinity])
    expect(buffer.count).toBe(0)
    expect(buffer.take().count).toBe(0)
  })

  it('keeps every frame, however many', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 300 }), (numbers) => {
        const seqs = numbers.sort((a, b) => a - b)
        const block = blockOf(seqs)
        expect(firstSeq(block)).toBe(seqs[0])
        expect(lastSeq(block)).toBe(seqs.at(-1))
        expect(seqs.map((_, i) => stepOf(block, i))).toEqual(seqs.map((seq) => 10 * seq))
        expect([...valuesOf(block, 0)]).toEqual(seqs.map((seq) => seq + 0.5))
      }),
      { seed: 11 },
    )
  })
})

describe('framesAfter', () => {
  it('drops exactly the frames up to the given one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(100), { minLength: 1 }), fc.nat(110), (numbers, after) => {
        const seqs = numbers.sort((a, b) => a - b)
        const rest = framesAfter(blockOf(seqs), after)
        const expected = seqs.filter((seq) => seq > after)
        expect(Array.from({ length: rest.count }, (_, i) => seqOf(rest, i))).toEqual(expected)
        expect([...valuesOf(rest, 1)]).toEqual(expected.map((seq) => (seq % 2 ? Number.NaN : -Infinity)))
      }),
      { seed: 12 },
    )
  })
})
