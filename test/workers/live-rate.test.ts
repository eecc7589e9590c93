import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { RateReader, writeRate } from '#workers/live-rate.ts'
import { control } from '#workers/messages.ts'

const newCells = () => new Int32Array(new SharedArrayBuffer(4 * control.cells))

describe('the mailbox of a learning rate', () => {
  it('hands over each change once, and of several the last', () => {
    const cells = newCells()
    const mailbox = new RateReader(cells)
    expect(mailbox.take()).toBeNull()
    writeRate(cells, { id: 7, learningRate: 0.1 })
    expect(mailbox.take()).toEqual({ id: 7, learningRate: 0.1 })
    expect(mailbox.take()).toBeNull()
    writeRate(cells, { id: 8, learningRate: 1e-300 })
    writeRate(cells, { id: 2 ** 40, learningRate: 1000 })
    expect(mailbox.take()).toEqual({ id: 2 ** 40, learningRate: 1000 })
    expect(mailbox.take()).toBeNull()
  })

  it('drops a change that comes after a later one, and one that comes again', () => {
    const cells = newCells()
    const mailbox = new RateReader(cells)
    writeRate(cells, { id: 5, learningRate: 0.5 })
    writeRate(cells, { id: 4, learningRate: 0.4 })
    expect(mailbox.take()).toEqual({ id: 5, learningRate: 0.5 })
    writeRate(cells, { id: 5, learningRate: 0.5 })
    expect(mailbox.take()).toBeNull()
  })

  it('leaves the cells beside it alone', () => {
    const cells = newCells()
    cells[control.command] = 11
    cells[control.pending] = 12
    writeRate(cells, { id: 1, learningRate: Math.PI })
    expect([cells[control.command], cells[control.pending]]).toEqual([11, 12])
  })

  it('never hands over half of one change and half of another while a thread goes on writing', async () => {
    const changes = 200_000
    const cells = newCells()
    const writer = new Worker(new URL('./rate-writer.ts', import.meta.url), {
      workerData: { cells, changes },
    })
    const failed = new Promise<never>((_, reject) => writer.once('error', reject))
    const ended = new Promise<void>((resolve) => writer.once('exit', () => resolve()))
    const mailbox = new RateReader(cells)
    const mixed: unknown[] = []
    let last = 0
    let taken = 0
    while (last < changes) {
      for (let look = 0; look < 10_000; look++) {
        const change = mailbox.take()
        if (!change) continue
        taken++
        if (change.id <= last || change.learningRate !== 1 / change.id) mixed.push(change)
        last = change.id
      }
      // Where the writer cannot begin at all, its error comes through here.
      await Promise.race([failed, new Promise((resolve) => setImmediate(resolve))])
    }
    await ended
    expect(mixed).toEqual([])
    expect(taken).toBeGreaterThan(1)
  })
})
