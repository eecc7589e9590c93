import { describe, expect, it } from 'vitest'
import { judge } from '#app/inference/judgement.ts'
import { openModel } from '#app/inference/model.ts'
import type { Tensors } from '#app/inference/safetensors.ts'
import { createKernels } from '#lib/kernels/load.ts'
import { bytesNeeded, createTrainer } from '#lib/nn/network.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { makeRun } from '../helpers/runs.ts'

const { config } = makeRun(
  {},
  {
    dataset: 'two_spirals',
    network: {
      hidden: [
        { units: 9, activation: 'prelu', normalization: 'batch' },
        { units: 5, activation: 'tanh' },
      ],
    },
  },
)
const shape = { batchSize: 8, optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0 }, seed: 3 } as const

/** A network with some training, and its weights under the names that a file has for them. */
function trained() {
  const spec = toNetworkSpec(config)
  const trainer = createTrainer(createKernels('scalar', bytesNeeded(spec, shape)), spec, shape)
  const features = Float32Array.from({ length: 200 }, (_, i) => Math.sin(7 * i))
  const samples = {
    count: 100,
    inputs: 2,
    features,
    labels: Uint8Array.from({ length: 100 }, (_, i) => i % 2),
  }
  const rows = Uint32Array.from({ length: 100 }, (_, i) => i)
  for (let step = 0; step < 12; step++) trainer.step(samples, rows, 8 * step, 8, 0.1)
  const values = trainer.parameters()
  const tensors: Tensors = new Map(
    trainer.tensorNames.map((name, i) => [
      name.replace('/', '.').replace('.weights', '.weight').replace('.biases', '.bias'),
      values[i]!,
    ]),
  )
  return { trainer, samples, tensors }
}

describe('openModel', () => {
  it('answers as the network does whose weights were loaded: many samples, and one of them layer by layer', async () => {
    const { trainer, samples, tensors } = trained()
    const model = await openModel(config)
    model.load(tensors)
    const outputs = model.respond(samples.features)
    expect(outputs).toEqual(trainer.respond(samples))
    const responses = model.examine(samples.features.subarray(140, 142))
    expect(responses.map(({ name, activations }) => [name, activations.length])).toEqual([
      ['hidden_1', 9],
      ['hidden_2', 5],
      ['output', 1],
    ])
    expect(responses[2]!.activations[0]).toBe(outputs[70])
    expect(judge(config, responses[2]!.activations).values[1]).toBe(outputs[70])
  })

  it('refuses weights of another network', async () => {
    const { tensors } = trained()
    const model = await openModel(config)
    const without = new Map([...tensors].filter(([name]) => name !== 'hidden_1.running_mean'))
    expect(() => model.load(without)).toThrow('no hidden_1.running_mean')
    expect(() => model.load(new Map(tensors).set('output.bias', new Float32Array(2)))).toThrow(RangeError)
  })

  it('refuses a network that is too large for a page', async () => {
    const hidden = Array.from({ length: 16 }, () => ({ units: 4096, activation: 'relu' as const }))
    await expect(openModel({ ...config, network: { ...config.network, hidden } })).rejects.toThrow(
      'too large',
    )
  })
})
