import type { Random } from '#lib/nn/random.ts'

/**
 * A network of one object a node and one a link, each computed by itself: the structure that tensorflow/playground's
 * nn.ts made known, here as a peer only. Activation: tanh within; the output is a sigmoid under binary cross-entropy.
 */
export interface Node {
  bias: number
  inputs: Link[]
  outputs: Link[]
  /** Weighted sum and bias. */
  total: number
  output: number
  /** ∂loss/∂output and ∂loss/∂total of the last sample. */
  outputError: number
  totalError: number
  /** Sum of ∂loss/∂total since the last update. */
  accumulated: number
  activation: Activation
}

export interface Link {
  source: Node
  target: Node
  weight: number
  /** Sum of ∂loss/∂weight since the last update. */
  accumulated: number
}

interface Activation {
  output(total: number): number
  /** The slope, of the output at hand. */
  slope(output: number): number
}

const tanh: Activation = { output: Math.tanh, slope: (output) => 1 - output * output }
const sigmoid: Activation = {
  output: (total) => 1 / (1 + Math.exp(-total)),
  slope: (output) => output * (1 - output),
}

/** Layers of nodes, the features first, weights by Glorot's rule (uniform) and biases zero. */
export function buildNetwork(widths: readonly number[], random: Random): Node[][] {
  const layers: Node[][] = []
  for (const [depth, units] of widths.entries()) {
    const activation = depth === widths.length - 1 ? sigmoid : tanh
    const below = layers.at(-1) ?? []
    const limit = Math.sqrt(6 / (below.length + units))
    layers.push(
      Array.from({ length: units }, () => {
        const node = createNode(activation)
        for (const source of below) connect(source, node, (2 * random.uniform() - 1) * limit)
        return node
      }),
    )
  }
  return layers
}

function createNode(activation: Activation): Node {
  const numbers = { bias: 0, total: 0, output: 0, outputError: 0, totalError: 0, accumulated: 0 }
  return { ...numbers, inputs: [], outputs: [], activation }
}

function connect(source: Node, target: Node, weight: number): void {
  const link = { source, target, weight, accumulated: 0 }
  source.outputs.push(link)
  target.inputs.push(link)
}

/** The output node's value for the features from `at` on. */
export function forward(layers: Node[][], features: Float32Array, at: number): number {
  const first = layers[0]!
  for (let i = 0; i < first.length; i++) first[i]!.output = features[at + i]!
  for (let depth = 1; depth < layers.length; depth++) {
    for (const node of layers[depth]!) {
      node.total = node.bias
      for (const link of node.inputs) node.total += link.weight * link.source.output
      node.output = node.activation.output(node.total)
    }
  }
  return layers.at(-1)![0]!.output
}

/** Adds the last sample's gradients to what is accumulated. */
export function backward(layers: Node[][], label: number): void {
  const last = layers.at(-1)![0]!
  // Of binary cross-entropy; the small number keeps a saturated sigmoid from dividing by zero.
  last.outputError = (last.output - label) / Math.max(last.output * (1 - last.output), 1e-12)
  for (let depth = layers.length - 1; depth > 0; depth--) {
    for (const node of layers[depth]!) {
      node.totalError = node.outputError * node.activation.slope(node.output)
      node.accumulated += node.totalError
      for (const link of node.inputs) link.accumulated += node.totalError * link.source.output
    }
    if (depth === 1) return
    for (const node of layers[depth - 1]!) {
      node.outputError = 0
      for (const link of node.outputs) node.outputError += link.weight * link.target.totalError
    }
  }
}

/** Descends along the mean of what the last `count` samples accumulated. */
export function update(layers: Node[][], learningRate: number, count: number): void {
  const rate = learningRate / count
  for (let depth = 1; depth < layers.length; depth++) {
    for (const node of layers[depth]!) {
      node.bias -= rate * node.accumulated
      node.accumulated = 0
      for (const link of node.inputs) {
        link.weight -= rate * link.accumulated
        link.accumulated = 0
      }
    }
  }
}
