import * as tf from '@tensorflow/tfjs-core'
import type { Task } from '../task.ts'

/** A network of TensorFlow.js variables. */
export interface TfNetwork {
  /** Activations of every layer, the features first; the last are the logits. */
  forward(x: tf.Tensor2D): tf.Tensor2D[]
  /** One step of the optimizer on the mean loss over a batch. */
  descend(x: tf.Tensor2D, y: tf.Tensor2D): void
}

/**
 * The fastest ways found to write this step in TensorFlow.js (4.22): `automatic` leaves the derivatives to it, as
 * everybody does; `manual` writes them out with each transposed operand made first, since its WASM backend takes the
 * slow path for a product of a transposed one. tanh is no activation that it can fuse.
 */
export function createTfNetwork(task: Task, gradients: 'automatic' | 'manual'): TfNetwork {
  const layers = createLayers(task)
  const optimizer = createOptimizer(task)
  const binary = task.widths.at(-1) === 1
  const forward = (x: tf.Tensor2D) => {
    const outputs = [x]
    for (const [depth, { weights, biases }] of layers.entries()) {
      const activation = depth === layers.length - 1 ? 'linear' : task.activation
      const a = outputs.at(-1)!
      const fused = activation === 'tanh' ? 'linear' : activation
      const z = tf.fused.matMul({ a, b: weights, bias: biases, activation: fused }) as tf.Tensor2D
      outputs.push(activation === 'tanh' ? tf.tanh(z) : z)
    }
    return outputs
  }
  const lossOf = binary ? tf.losses.sigmoidCrossEntropy : tf.losses.softmaxCrossEntropy
  const automatic = (x: tf.Tensor2D, y: tf.Tensor2D) => {
    optimizer.minimize(() => lossOf(y, forward(x).at(-1)!) as tf.Scalar)
  }
  const manual = (x: tf.Tensor2D, y: tf.Tensor2D) => {
    const outputs = forward(x)
    const logits = outputs.at(-1)!
    const probabilities = binary ? tf.sigmoid(logits) : tf.softmax(logits)
    let delta: tf.Tensor2D = tf.div(tf.sub(probabilities, y), x.shape[0])
    const named: tf.NamedTensorMap = {}
    for (let depth = layers.length - 1; depth >= 0; depth--) {
      const { weights, biases } = layers[depth]!
      const a = outputs[depth]!
      named[weights.name] = tf.matMul(tf.transpose(a), delta)
      named[biases.name] = tf.sum(delta, 0)
      if (depth === 0) break
      delta = tf.mul(tf.matMul(delta, tf.transpose(weights)), slope(task.activation, a))
    }
    optimizer.applyGradients(named)
  }
  return { forward, descend: gradients === 'manual' ? manual : automatic }
}

/** f′ by the activation's output. */
function slope(activation: Task['activation'], a: tf.Tensor2D): tf.Tensor2D {
  if (activation === 'relu') return tf.step(a)
  return activation === 'sigmoid' ? tf.mul(a, tf.sub(1, a)) : tf.sub(1, tf.square(a))
}

/** He's initializer (uniform) for ReLU, else Glorot's; biases are zero. */
function createLayers({ widths, activation, seed }: Task) {
  return widths.slice(1).map((units, index) => {
    const inputs = widths[index]!
    const limit = Math.sqrt(6 / (activation === 'relu' ? inputs : inputs + units))
    const weights = tf.randomUniform<tf.Rank.R2>([inputs, units], -limit, limit, 'float32', seed + index)
    return { weights: tf.variable(weights), biases: tf.variable(tf.zeros<tf.Rank.R1>([units])) }
  })
}

function createOptimizer({ optimizer }: Task): tf.Optimizer {
  if (optimizer.name === 'sgd') return tf.train.sgd(optimizer.learningRate)
  const { learningRate, beta1, beta2, epsilon } = optimizer
  return tf.train.adam(learningRate, beta1, beta2, epsilon)
}
