import { describe, expect, it } from 'vitest'
import { summarize } from '#lib/runs/summary.ts'
import { FrameBuffer } from '#lib/series/frames.ts'

function block(key: string, points: [step: number, value: number][]) {
  const buffer = new FrameBuffer([key])
  for (const [i, [step, value]] of points.entries()) buffer.push(i + 1, step, [value])
  return buffer.take()
}

describe('summarize', () => {
  it('keeps the lowest loss and the highest accuracy with their steps', () => {
    const summary = summarize({}, [
      block('val/loss', [
        [0, 2],
        [10, 0.5],
        [20, 0.7],
      ]),
      block('val/accuracy', [
        [0, 0.1],
        [10, 0.9],
        [20, 0.8],
      ]),
    ])
    expect(summary).toEqual({
      'val/loss': { last: 0.7, best: 0.5, bestStep: 10 },
      'val/accuracy': { last: 0.8, best: 0.9, bestStep: 10 },
    })
  })

  it('goes on from what it was given, and keeps the earlier of equals', () => {
    const before = summarize({}, [block('val/accuracy', [[10, 0.9]])])
    expect(summarize(before, [block('val/accuracy', [[20, 0.9]])])['val/accuracy']).toEqual({
      last: 0.9,
      best: 0.9,
      bestStep: 10,
    })
    expect(summarize(before, [block('val/accuracy', [[20, 0.95]])])['val/accuracy']?.bestStep).toBe(20)
  })

  it('shows a last NaN as such, and never calls it the best', () => {
    const summary = summarize({}, [
      block('train/loss', [
        [1, 3],
        [2, Number.NaN],
        [3, Infinity],
      ]),
    ])
    expect(summary['train/loss']).toEqual({ last: 'Infinity', best: 3, bestStep: 1 })
    expect(summarize({}, [block('train/loss', [[1, Number.NaN]])])['train/loss']).toEqual({
      last: 'NaN',
      best: null,
      bestStep: null,
    })
  })

  it('leaves out what no run is judged by', () => {
    expect(summarize({}, [block('grad_norm/hidden_1', [[1, 1]])])).toEqual({})
  })

  it('does not depend on how frames are grouped', () => {
    const blockOf = (...points: (readonly [seq: number, step: number, accuracy: number])[]) => {
      const buffer = new FrameBuffer(['train/accuracy'])
      for (const [seq, step, accuracy] of points) buffer.push(seq, step, [accuracy])
      return buffer.take()
    }
    const expected = { 'train/accuracy': { last: 0.2, best: 0.5, bestStep: 10 } }
    const [first, second, third] = [[1, 10, 0.5] as const, [2, 15, 0.5] as const, [3, 20, 0.2] as const]
    expect(summarize({}, [blockOf(first, second, third)])).toEqual(expected)
    expect(summarize({}, [blockOf(first, third), blockOf(second)])).toEqual(expected)
    expect(summarize({}, [blockOf(second), blockOf(first, third)])).toEqual(expected)
  })
})
