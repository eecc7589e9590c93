import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { modelFile } from '#workers/model-file.ts'
import { tinyRun } from '../helpers/api.ts'
import { load, readSafetensors, trainAndLoad } from './looked-at.ts'
import { record, toConfig } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

/** As a training names its tensors. */
const ownName = (name: string) =>
  name
    .replace('.', '/')
    .replace(/weight$/, 'weights')
    .replace(/bias$/, 'biases')

describe('a model file', () => {
  it.each(Object.entries(variedRuns))(
    'holds every tensor of the checkpoint, after %s',
    async (_, request) => {
      const { recorded, network, inspector } = await trainAndLoad(request)
      const { tensors } = readSafetensors(modelFile(network, inspector))
      const { trainer } = recorded
      const values = trainer.parameters()
      expect(Object.keys(tensors).map(ownName)).toEqual(trainer.tensorNames)
      expect(Object.values(tensors).map((tensor) => tensor.values)).toEqual(values)
      const hash = createHash('sha256')
      for (const tensor of Object.values(tensors)) hash.update(new Uint8Array(tensor.values.buffer))
      expect(hash.digest('hex')).toBe(network.weights)
    },
  )

  it('names every tensor, with inputs before units, and says what else is needed', async () => {
    const request: RunRequest = {
      ...tinyRun,
      network: {
        hidden: [
          { units: 5, activation: 'prelu', normalization: 'batch' },
          { units: 3, activation: 'gelu', normalization: 'layer' },
        ],
      },
    }
    const { network, inspector } = await trainAndLoad(request)
    const { tensors, metadata, start } = readSafetensors(modelFile(network, inspector))
    expect(Object.fromEntries(Object.entries(tensors).map(([name, { shape }]) => [name, shape]))).toEqual({
      'hidden_1.weight': [2, 5],
      'hidden_1.bias': [5],
      'hidden_1.gain': [5],
      'hidden_1.shift': [5],
      'hidden_1.slopes': [5],
      'hidden_1.running_mean': [5],
      'hidden_1.running_variance': [5],
      'hidden_2.weight': [5, 3],
      'hidden_2.bias': [3],
      'hidden_2.gain': [3],
      'hidden_2.shift': [3],
      'output.weight': [3, 1],
      'output.bias': [1],
    })
    const { config, ...rest } = metadata
    expect(JSON.parse(config!)).toEqual(toConfig(request))
    expect(rest).toEqual({
      run: network.runId,
      step: '200',
      epoch: '5',
      weights: network.weights,
      numeric_class: 'simd128',
      dataset: 'two_spirals',
      input_divisor: '1',
      normalization_epsilon: '0.00001',
    })
    expect(start % 8).toBe(0)
  })

  it('of the checkpoint that a fork goes on from holds what the fork begins with', async () => {
    const before: RunRequest = { ...tinyRun, optimizer: { name: 'adam' } }
    const { checkpoints } = await record(before)
    const fork: RunRequest = {
      ...before,
      epochs: 6,
      optimizer: { name: 'sgd' },
      network: { hidden: [{ units: 8, activation: 'prelu', alpha: 0.125 }] },
    }
    const last = checkpoints.at(-1)!
    const file = (loaded: ReturnType<typeof load>) =>
      readSafetensors(modelFile(loaded.network, loaded.inspector)).tensors
    const begun = file(load(fork, last, 'simd128', before))
    const { 'hidden_1.slopes': slopes, ...carried } = begun
    expect(carried).toEqual(file(load(before, last)))
    expect(slopes!.values).toEqual(new Float32Array(8).fill(0.125))
    expect(() => load(fork, last)).toThrow('does not fit the config')
  })
})
