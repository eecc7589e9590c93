/**
 * GFLOP/s of every product of the kernels by itself, at the sizes of a first layer of 784 × 128: what shows whether
 * V8's re-vectorizer still recognizes each of them.
 *
 *     node bench/products.ts [--plain]      (--plain: without the re-vectorizer)
 */
import { createKernels, enableRevectorizer } from '../lib/kernels/load.ts'
import { variants } from '../lib/kernels/variants.ts'

const [rows, inputs, units] = [64, 784, 128]
const flop = 2 * rows * inputs * units
const operand = (index: number) => 1024 + index * (1 << 20)
const [x, weights, biases, z] = [0, 1, 2, 3].map(operand) as [number, number, number, number]

if (!process.argv.includes('--plain')) enableRevectorizer()

/** The best of some tens of repetitions, in GFLOP/s. */
function measure(product: () => void): number {
  let best = 0
  const end = performance.now() + 300
  while (performance.now() < end) {
    const begin = performance.now()
    for (let i = 0; i < 10; i++) product()
    best = Math.max(best, (10 * flop) / (performance.now() - begin) / 1e6)
  }
  return Number(best.toFixed(1))
}

console.table(
  variants.slice(1).map(({ name }) => {
    const kernels = createKernels(name, operand(4))
    const gradient = (add: boolean) => () =>
      kernels.weightGradient(rows, inputs, units, x, inputs, z, weights, add)
    return {
      variant: name,
      affine: measure(() => kernels.affine(rows, inputs, units, x, inputs, weights, biases, z)),
      inputGradient: measure(() => kernels.inputGradient(rows, inputs, units, z, weights, x)),
      weightGradient: measure(gradient(false)),
      weightGradientAdded: measure(gradient(true)),
    }
  }),
)
