import { expect, it } from 'vitest'
import type { RunStore } from '#lib/runs/ports.ts'
import { readMetrics } from '#lib/runs/read-metrics.ts'
import { type FrameBlock, FrameBuffer } from '#lib/series/frames.ts'

function blockOf(keys: string[], ...points: [seq: number, step: number, ...values: number[]][]): FrameBlock {
  const buffer = new FrameBuffer(keys)
  for (const [seq, step, ...values] of points) buffer.push(seq, step, values)
  return buffer.take()
}

it('puts a key’s frames in order of steps, though its blocks overlap', async () => {
  const blocks = [
    blockOf(['train/loss', 'grad_norm/output'], [1, 10, 3, 0.1], [3, 20, 1, 0.2], [4, 30, 0, 0.3]),
    blockOf(['train/loss'], [2, 15, Number.NaN]),
  ]
  const store = { lastSeq: async () => 4, blocks: async () => blocks } as Partial<RunStore> as RunStore
  expect(await readMetrics(store, 'run', { after: 0, maxPoints: 100 })).toEqual({
    seq: 4,
    series: {
      'train/loss': { steps: [10, 15, 20, 30], values: [3, 'NaN', 1, 0], total: 4 },
      'grad_norm/output': { steps: [10, 20, 30], values: [0.1, 0.2, 0.3], total: 3 },
    },
  })
})
