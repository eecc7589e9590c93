import { workerData } from 'node:worker_threads'
import { writeRate } from '#workers/live-rate.ts'

// A thread that sets one learning rate after the other, each told by its id.

const { cells, changes }: { cells: Int32Array; changes: number } = workerData
for (let id = 1; id <= changes; id++) writeRate(cells, { id, learningRate: 1 / id })
