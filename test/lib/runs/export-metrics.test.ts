import { tableFromIPC } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import { exportMetrics } from '#lib/runs/export-metrics.ts'
import type { RunStore } from '#lib/runs/ports.ts'
import { type FrameBlock, FrameBuffer } from '#lib/series/frames.ts'

const total = 10_001
const keys = ['grad_norm/hidden_10', 'grad_norm/hidden_2', 'val/loss', 'train/loss']
const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1 + 0.2]
const valueAt = (seq: number): number => (seq < odd.length + 1 ? odd[seq - 1]! : Math.sin(seq))

/** A log in which every third frame is an end of an epoch. */
function logOf(windowsAsked: [number, number][], length = total): RunStore {
  const blocks = async (_id: string, after: number, upTo: number): Promise<FrameBlock[]> => {
    windowsAsked.push([after, upTo])
    const readings = new FrameBuffer(['train/loss', 'grad_norm/hidden_2', 'grad_norm/hidden_10'])
    const ends = new FrameBuffer(['val/loss'])
    // As in a database, blocks reach beyond what is asked for.
    for (let seq = Math.max(1, after - 5); seq <= Math.min(length, upTo + 5); seq++) {
      if (seq % 3 === 0) ends.push(seq, 10 * seq, [valueAt(seq)])
      else readings.push(seq, 10 * seq, [valueAt(seq), -seq, seq / 7])
    }
    return [readings.take(), ends.take()]
  }
  return { blocks } as Partial<RunStore> as RunStore
}

const head = { id: 'run', seq: total, raw: 'all' as const, keys }

async function bytesOf(format: 'csv' | 'arrow') {
  const windows: [number, number][] = []
  const stream = exportMetrics(logOf(windows), head, format)
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), windows }
}

describe('a log as a file', () => {
  it('is CSV with a row a frame, numbers in full, NaN and infinities by name, nothing where there is nothing', async () => {
    const { bytes, windows } = await bytesOf('csv')
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\n')
    expect(lines[0]).toBe('seq,step,train/loss,val/loss,grad_norm/hidden_2,grad_norm/hidden_10')
    expect(lines.slice(1, 5)).toEqual([
      `1,10,NaN,,-1,${1 / 7}`,
      `2,20,Infinity,,-2,${2 / 7}`,
      '3,30,,-Infinity,,',
      `4,40,0.30000000000000004,,-4,${4 / 7}`,
    ])
    expect(lines).toHaveLength(total + 1)
    expect(lines.at(-1)).toBe(`${total},${10 * total},${valueAt(total)},,${-total},${total / 7}`)
    expect(windows).toEqual([
      [0, 4096],
      [4096, 8192],
      [8192, total],
    ])
  })

  it('is an Arrow stream that Arrow reads back, bit for bit', async () => {
    const { bytes } = await bytesOf('arrow')
    const table = tableFromIPC(bytes)
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      'seq',
      'step',
      'train/loss',
      'val/loss',
      'grad_norm/hidden_2',
      'grad_norm/hidden_10',
    ])
    expect(table.numRows).toBe(total)
    const column = (name: string) => [...table.getChild(name)!]
    const seqs = Array.from({ length: total }, (_, i) => i + 1)
    expect(column('seq')).toEqual(seqs)
    expect(column('step')).toEqual(seqs.map((seq) => 10 * seq))
    expect(column('train/loss')).toEqual(seqs.map((seq) => (seq % 3 === 0 ? null : valueAt(seq))))
    expect(column('val/loss')).toEqual(seqs.map((seq) => (seq % 3 === 0 ? valueAt(seq) : null)))
  })

  it.each(['csv', 'arrow'] as const)('is read no faster than it is taken: %s', async (format) => {
    const windows: [number, number][] = []
    const reader = exportMetrics(logOf(windows, 1e9), { ...head, seq: 1e9 }, format).getReader()
    await reader.read()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const asked = windows.length
    expect(asked).toBeLessThan(8)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(windows.length).toBe(asked)
    await reader.cancel()
  })

  it.each(['csv', 'arrow'] as const)(
    'breaks off where frames are gone from a whole log: %s',
    async (format) => {
      // The log is asked for more than it has.
      const text = new Response(exportMetrics(logOf([]), { ...head, seq: total + 1 }, format)).text()
      await expect(text).rejects.toThrow('Frames of run run were taken while it was read')
      const thinned = exportMetrics(logOf([]), { ...head, seq: total + 1, raw: 'thinned' }, format)
      expect((await new Response(thinned).arrayBuffer()).byteLength).toBeGreaterThan(total)
    },
  )

  it('of a run without frames has a header alone', async () => {
    const empty = { ...head, seq: 0, keys: [] }
    const text = await new Response(exportMetrics(logOf([]), empty, 'csv')).text()
    expect(text).toBe('seq,step\n')
    const arrow = new Uint8Array(await new Response(exportMetrics(logOf([]), empty, 'arrow')).arrayBuffer())
    expect(tableFromIPC(arrow).numRows).toBe(0)
  })
})
