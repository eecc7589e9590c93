// A network of objects, one a node and one a link, in JavaScript's double precision: objects.ts TASK
import { createRandom } from '#lib/nn/random.ts'
import { readDataset } from '../dataset.ts'
import { backward, buildNetwork, forward, update } from './objects-network.ts'
import { createRounds, serve } from './session.ts'

await serve((task) => {
  const { widths, activation, optimizer } = task
  if (widths.at(-1) !== 1 || activation !== 'tanh' || optimizer.name !== 'sgd') {
    throw new Error('the network of objects knows tanh, one sigmoid output and SGD only')
  }
  const { train, val } = readDataset(task)
  const layers = buildNetwork(widths, createRandom(task.seed))
  const output = (samples: typeof train, row: number) =>
    forward(layers, samples.features as Float32Array, row * samples.inputs)
  return {
    version: 'one object a node and a link',
    train: createRounds(task, train.count, (rows, start, count) => {
      for (let i = start; i < start + count; i++) {
        const row = rows[i]!
        output(train, row)
        backward(layers, train.labels[row]!)
      }
      update(layers, optimizer.learningRate, count)
    }),
    validate() {
      let correct = 0
      for (let row = 0; row < val.count; row++) {
        if (output(val, row) > 0.5 === (val.labels[row] === 1)) correct++
      }
      return correct / val.count
    },
  }
})
