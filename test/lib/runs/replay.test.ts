import { describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { compareTraces, compareWithOriginal, type Trace } from '#lib/runs/replay.ts'
import { type FrameBlock, FrameBuffer, firstSeq, lastSeq } from '#lib/series/frames.ts'

const receipt = {
  config: 'c',
  data: 'd',
  kernels: 'k',
  numericClass: 'fma',
  weights: 'w',
  summary: 's',
} as const

type Point = [seq: number, step: number, ...values: number[]]

function blockOf(keys: string[], points: Point[]): FrameBlock {
  const buffer = new FrameBuffer(keys)
  for (const [seq, step, ...values] of points) buffer.push(seq, step, values)
  return buffer.take()
}

const losses = (...points: Point[]) => blockOf(['train/loss', 'train/accuracy'], points)
const epochs = (...points: Point[]) => blockOf(['val/loss'], points)

function traceOf(blocks: FrameBlock[], changes: Partial<Trace> = {}): Trace {
  return {
    receipt,
    epochEnds: [],
    whole: true,
    lastSeq: Math.max(0, ...blocks.map(lastSeq)),
    blocks: async (after, upTo) =>
      blocks.filter((block) => lastSeq(block) > after && firstSeq(block) <= upTo),
    ...changes,
  }
}

const original = [losses([2, 1, 0.5, Number.NaN], [3, 10, 0.4, 0.6]), epochs([1, 0, 0.7], [4, 10, 0.3])]
const identical = { identical: true, firstDifference: null }
const differs = (step: number | null, key: string, first: unknown, second: unknown) => ({
  identical: false,
  firstDifference: { step, key, original: first, replayed: second },
})

describe('two trainings', () => {
  it('are identical where every bit is, NaN included, however their frames were grouped', async () => {
    const regrouped = [
      epochs([1, 0, 0.7]),
      losses([2, 1, 0.5, Number.NaN]),
      losses([3, 10, 0.4, 0.6]),
      epochs([4, 10, 0.3]),
    ]
    expect(await compareTraces(traceOf(original), traceOf(regrouped))).toEqual(identical)
  })

  it('differ at the first frame whose value does, by the last bit', async () => {
    const next = 0.4 + 2 ** -54
    const other = [losses([2, 1, 0.5, Number.NaN], [3, 10, next, 0.7]), epochs([1, 0, 0.7], [4, 10, 9])]
    expect(next).not.toBe(0.4)
    expect(await compareTraces(traceOf(original), traceOf(other))).toEqual(
      differs(10, 'train/loss', 0.4, next),
    )
  })

  it('name what JSON cannot say', async () => {
    const other = [losses([2, 1, 0.5, Infinity], [3, 10, 0.4, 0.6]), epochs([1, 0, 0.7], [4, 10, 0.3])]
    expect(await compareTraces(traceOf(original), traceOf(other))).toEqual(
      differs(1, 'train/accuracy', 'NaN', 'Infinity'),
    )
  })

  it('differ where one recorded more, or something else', async () => {
    const shorter = [losses([2, 1, 0.5, Number.NaN], [3, 10, 0.4, 0.6]), epochs([1, 0, 0.7])]
    expect(await compareTraces(traceOf(original), traceOf(shorter))).toEqual(
      differs(10, 'val/loss', 0.3, null),
    )
    expect(await compareTraces(traceOf(shorter), traceOf(original))).toEqual(
      differs(10, 'val/loss', null, 0.3),
    )
    const wider = [original[0]!, blockOf(['val/loss', 'val/mae'], [[1, 0, 0.7, 2] as Point, [4, 10, 0.3, 2]])]
    expect(await compareTraces(traceOf(original), traceOf(wider))).toEqual(differs(0, 'val/mae', null, 2))
    const later = [losses([2, 1, 0.5, Number.NaN], [3, 11, 0.4, 0.6]), original[1]!]
    expect(await compareTraces(traceOf(original), traceOf(later))).toEqual(differs(10, 'step', 10, 11))
  })

  it('differ far into a long log', async () => {
    const log = (value: number) => {
      const points = Array.from({ length: 10_000 }, (_, i): Point => [i + 1, i, i === 9_000 ? value : 0, 1])
      return [losses(...points.slice(0, 5000)), losses(...points.slice(5000))]
    }
    expect(await compareTraces(traceOf(log(0)), traceOf(log(0)))).toEqual(identical)
    expect(await compareTraces(traceOf(log(0)), traceOf(log(1)))).toEqual(differs(9000, 'train/loss', 0, 1))
  })

  it('differ in their weights alone', async () => {
    const other = traceOf(original, { receipt: { ...receipt, weights: 'v' } })
    expect(await compareTraces(traceOf(original), other)).toEqual(differs(null, 'weights', 'w', 'v'))
  })

  it('differ at the first end of an epoch whose weights do, unless a frame did before', async () => {
    const ends = (...hashes: string[]) => hashes.map((weights, i) => ({ step: 5 * (i + 1), weights }))
    const first = traceOf(original, { epochEnds: ends('a', 'b', 'c') })
    const second = traceOf(original, { epochEnds: ends('a', 'x', 'y') })
    expect(await compareTraces(first, second)).toEqual(differs(10, 'weights', 'b', 'x'))
    const other = [losses([2, 1, 0.5, Number.NaN], [3, 10, 0.4, 0.61]), original[1]!]
    const third = traceOf(other, { epochEnds: ends('a', 'x', 'y') })
    expect(await compareTraces(first, third)).toEqual(differs(10, 'train/accuracy', 0.6, 0.61))
    const fourth = traceOf(other, { epochEnds: ends('z') })
    expect(await compareTraces(first, fourth)).toEqual(differs(5, 'weights', 'a', 'z'))
  })

  it('are not told apart by checkpoints that only one has', async () => {
    const first = traceOf(original)
    const second = traceOf(original, { epochEnds: [{ step: 10, weights: 'a' }] })
    expect(await compareTraces(first, second)).toEqual(identical)
  })

  it('differ in what they began with before all else', async () => {
    const other = { ...receipt, config: 'x', data: 'x', weights: 'x' }
    const compare = (changed: Partial<typeof other>) =>
      compareTraces(traceOf(original), traceOf([], { receipt: { ...receipt, ...changed } as typeof receipt }))
    expect(await compare(other)).toEqual(differs(null, 'config', 'c', 'x'))
    expect(await compare({ data: 'x', weights: 'x' })).toEqual(differs(null, 'data', 'd', 'x'))
  })

  it('may differ in their kernels, which are told where the weights came out differently', async () => {
    const trace = (changes: object) => traceOf(original, { receipt: { ...receipt, ...changes } })
    expect(await compareTraces(trace({}), trace({ kernels: 'x' }))).toEqual(identical)
    expect(await compareTraces(trace({}), trace({ kernels: 'x', weights: 'x' }))).toEqual(
      differs(null, 'kernels', 'k', 'x'),
    )
  })

  it('differ in their summaries last', async () => {
    const other = traceOf(original, { receipt: { ...receipt, summary: 't' } })
    expect(await compareTraces(traceOf(original), other)).toEqual(differs(null, 'summary', 's', 't'))
  })
})

it('is found in the weights alone where the log of one has lost frames', async () => {
  const ends = [{ step: 10, weights: 'a' }]
  const blocks = [losses([1, 10, 1, 1])]
  const thinned = { ...traceOf(blocks), whole: false, epochEnds: ends }
  const same = { ...traceOf([]), epochEnds: ends }
  expect(await compareTraces(thinned, same)).toEqual({ ...identical, weightsOnly: true })
  const other = { ...same, epochEnds: [{ step: 10, weights: 'b' }] }
  expect((await compareTraces(thinned, other)).firstDifference).toMatchObject({ step: 10, key: 'weights' })
})

it('takes what retention took meanwhile for no difference', async () => {
  let rawPoints: Run['rawPoints'] = 'all'
  const store = {
    find: async () => ({ id: 'original', receipt, rawPoints }),
    checkpoints: async () => [{ step: 10, epochEnd: true, weights: 'a' }],
    lastSeq: async () => 1,
    blocks: async (id: string) => {
      rawPoints = 'none'
      return id === 'original' ? [] : [losses([1, 10, 1, 1])]
    },
  } as Partial<Record<keyof RunStore, unknown>> as RunStore
  const comparison = await compareWithOriginal(store, { of: 'original', id: 'replay' }, receipt)
  expect(comparison).toEqual({ ...identical, weightsOnly: true })
})
