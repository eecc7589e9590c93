// TensorFlow.js on one thread: tfjs.ts TASK wasm|cpu automatic|manual
import type { Samples } from '#lib/nn/spec.ts'
import { readDataset } from '../dataset.ts'
import { createRounds, type Peer, serve } from './session.ts'

await serve(async (task, [backend = 'wasm', gradients = 'automatic']): Promise<Peer> => {
  const tf = await import('@tensorflow/tfjs-core')
  tf.enableProdMode()
  await (backend === 'wasm'
    ? import('@tensorflow/tfjs-backend-wasm')
    : import('@tensorflow/tfjs-backend-cpu'))
  if (!(await tf.setBackend(backend)))
    throw new Error(`the backend ${backend} of TensorFlow.js did not start`)
  if (backend === 'wasm' && !(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'))) {
    throw new Error('TensorFlow.js found no SIMD')
  }
  const { registerGradients } = await import('./tfjs-gradients.ts')
  const { createTfNetwork } = await import('./tfjs-network.ts')
  await registerGradients()

  const network = createTfNetwork(task, gradients === 'manual' ? 'manual' : 'automatic')
  const { train, val } = readDataset(task)
  const trainSet = toFloats(train)
  const valSet = toFloats(val)
  const [inputs, units] = [task.widths[0]!, task.widths.at(-1)!]
  const x = new Float32Array(task.batch * inputs)
  const y = new Float32Array(task.batch * units)

  /** Gathered here and copied into the backend: twice as fast as its own operation `gather`. */
  const step = (rows: Uint32Array, start: number, count: number) => {
    y.fill(0)
    for (let i = 0; i < count; i++) {
      const row = rows[start + i]!
      x.set(trainSet.features.subarray(row * inputs, (row + 1) * inputs), i * inputs)
      if (units === 1) y[i] = trainSet.labels[row]!
      else y[i * units + trainSet.labels[row]!] = 1
    }
    tf.tidy(() => {
      network.descend(
        tf.tensor2d(x.subarray(0, count * inputs), [count, inputs]),
        tf.tensor2d(y.subarray(0, count * units), [count, units]),
      )
    })
  }
  const validate = () =>
    tf.tidy(() => {
      const logits = network.forward(tf.tensor2d(valSet.features, [val.count, inputs])).at(-1)!
      const classes = (units === 1 ? tf.greater(logits, 0) : tf.argMax(logits, 1)).dataSync()
      return valSet.labels.reduce((sum, label, row) => sum + Number(classes[row] === label), 0) / val.count
    })
  return {
    version: `TensorFlow.js ${tf.version_core} ${backend}, ${gradients} gradients`,
    train: createRounds(task, train.count, step),
    validate,
  }
})

/** Features as floats, bytes as value / 255, and labels, in memory that is not shared, which TensorFlow.js wants. */
function toFloats({ features, labels }: Samples): { features: Float32Array; labels: Uint8Array } {
  const floats = Float32Array.from(features)
  if (features instanceof Uint8Array) for (let i = 0; i < floats.length; i++) floats[i]! /= 255
  return { features: floats, labels: Uint8Array.from(labels) }
}
