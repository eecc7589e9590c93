import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEarlyStopping } from '#lib/nn/early-stopping.ts'

/** What early stopping answers to each loss. */
function answers(patience: number, minDelta: number, losses: number[]): boolean[] {
  const { observe } = createEarlyStopping({ patience, minDelta })
  return losses.map(observe)
}

describe('createEarlyStopping', () => {
  it('stops after `patience` epochs without a better loss', () => {
    expect(answers(2, 0, [3, 2, 2.5, 1, 1, 1])).toEqual([false, false, false, false, false, true])
    expect(answers(1, 0, [3, 3])).toEqual([false, true])
  })

  it('counts only what is better by more than minDelta', () => {
    expect(answers(2, 0.5, [3, 2.75, 2.5])).toEqual([false, false, true])
    expect(answers(2, 0.5, [3, 2.75, 2.25])).toEqual([false, false, false])
  })

  it('compares with the best, not with the loss before', () => {
    expect(answers(3, 0, [1, 5, 4, 3])).toEqual([false, false, false, true])
  })

  it('never takes NaN or an infinity for better', () => {
    expect(answers(2, 0, [NaN, NaN])).toEqual([false, true])
    expect(answers(2, 0, [1, NaN, Infinity])).toEqual([false, false, true])
    expect(answers(2, 0, [1, -Infinity, 0.5, 0.4])).toEqual([false, false, false, false])
  })

  it('goes on from its state, which is plain JSON', () => {
    const loss = fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(NaN, Infinity, -Infinity))
    fc.assert(
      fc.property(
        fc.array(loss, { maxLength: 30 }),
        fc.nat(30),
        fc.integer({ min: 1, max: 5 }),
        (losses, at, patience) => {
          const spec = { patience, minDelta: 0.1 }
          const before = createEarlyStopping(spec)
          const first = losses.slice(0, at).map(before.observe)
          const after = createEarlyStopping(spec, JSON.parse(JSON.stringify(before.state())))
          const second = losses.slice(at).map(after.observe)
          expect([...first, ...second]).toEqual(answers(patience, 0.1, losses))
        },
      ),
      { seed: 5 },
    )
  })
})
